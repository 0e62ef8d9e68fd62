package dev.cadenza.card;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Works off the queue of pictures, one after the other. */
@Component
class CardReading {

    private static final Logger LOG = LoggerFactory.getLogger(CardReading.class);

    private final OcrJobs jobs;
    private final CardFiles files;
    private final BusinessCards cards;
    private final Recognizer recognizer;
    private final CardResults results;
    private final CardProperties properties;

    CardReading(OcrJobs jobs, CardFiles files, BusinessCards cards, Recognizer recognizer, CardResults results,
            CardProperties properties) {
        this.jobs = jobs;
        this.files = files;
        this.cards = cards;
        this.recognizer = recognizer;
        this.results = results;
        this.properties = properties;
    }

    /** Reads the next picture, if there is one. No transaction is open while it is read. */
    boolean readNext() throws InterruptedException {
        Optional<OcrJobs.Claimed> claimed = jobs.claim();
        if (claimed.isEmpty()) {
            return false;
        }
        OcrJobs.Claimed job = claimed.get();
        if (job.attempt() > OcrJobs.ATTEMPTS) {
            results.failed(job, "Reading the picture was broken off " + OcrJobs.ATTEMPTS + " times.");
            return true;
        }
        try {
            PictureReader.Reading reading = read(job.cardId());
            results.read(job, reading);
        } catch (Refused refused) {
            results.failed(job, "The file " + refused.reason());
        } catch (Tesseract.TooSlow slow) {
            results.failed(job, String.valueOf(slow.getMessage()));
        } catch (RuntimeException | LinkageError | OutOfMemoryError failure) {
            again(job, failure);
        }
        return true;
    }

    private PictureReader.Reading read(UUID cardId) throws Refused, InterruptedException {
        BusinessCard card = cards.findById(cardId).orElseThrow(() -> new Refused("gone", "is not there any more."));
        return recognizer.with(tesseract -> {
            try {
                CardFiles.StoredFile file = files.load(card.fileId())
                        .orElseThrow(() -> new Refused("gone", "is not there any more."));
                BufferedImage image = Pictures.decode(file.data(), file.kind(), card.page(), properties.maxPixels());
                return Result.of(new PictureReader(tesseract).read(image));
            } catch (Refused refused) {
                return Result.of(refused);
            }
        }).get();
    }

    private void again(OcrJobs.Claimed job, Throwable failure) {
        String error = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        if (job.attempt() >= OcrJobs.ATTEMPTS) {
            LOG.warn("The picture of card {} can't be read", job.cardId(), failure);
            results.failed(job, error);
        } else {
            LOG.info("The picture of card {} is read again later: {}", job.cardId(), error);
            jobs.again(job, error);
        }
    }

    /** A reading, or why there is none. */
    private record Result(PictureReader.@Nullable Reading reading,
            @Nullable Refused refused) {

        static Result of(PictureReader.Reading reading) {
            return new Result(reading, null);
        }

        static Result of(Refused refused) {
            return new Result(null, refused);
        }

        PictureReader.Reading get() throws Refused {
            if (refused != null) {
                throw refused;
            }
            if (reading == null) {
                throw new IllegalStateException("Neither read nor refused");
            }
            return reading;
        }
    }
}
