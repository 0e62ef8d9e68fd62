package dev.cadenza.card;

import static org.bytedeco.tesseract.global.tesseract.PSM_AUTO;
import static org.bytedeco.tesseract.global.tesseract.PSM_SPARSE_TEXT;
import static org.bytedeco.tesseract.global.tesseract.RIL_SYMBOL;
import static org.bytedeco.tesseract.global.tesseract.RIL_TEXTLINE;
import static org.bytedeco.tesseract.global.tesseract.RIL_WORD;
import static org.bytedeco.tesseract.global.tesseract.TessDeleteText;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tesseract.ETEXT_DESC;
import org.bytedeco.tesseract.ResultIterator;
import org.bytedeco.tesseract.TessBaseAPI;

/** The text recognizer Tesseract. An instance belongs to one thread at a time. */
final class Tesseract implements AutoCloseable {

    private static final int RESOLUTION = 300;

    private final TessBaseAPI api;
    private final Duration limit;

    /**
     * @param data directory of the trained data
     * @param languages such as {@code eng} or {@code eng+deu}
     * @param limit the longest time for one picture
     */
    Tesseract(Path data, String languages, Duration limit) {
        this.limit = limit;
        this.api = new TessBaseAPI();
        if (api.Init(data.toString(), languages) != 0) {
            api.close();
            throw new IllegalStateException("Tesseract finds no data for '" + languages + "' in " + data);
        }
        api.SetVariable("debug_file", "/dev/null");
        api.SetVariable("tessedit_do_invert", "0");
    }

    /**
     * The lines of a picture, black on white, in the order of the page.
     *
     * @param sparse true to look for text anywhere, in no order, instead of for columns of it
     * @throws TooSlow where it takes longer than the limit
     */
    List<Line> read(Gray picture, boolean sparse) {
        try (ETEXT_DESC monitor = new ETEXT_DESC();
                BytePointer pixels = new BytePointer(picture.pixels())) {
            api.SetPageSegMode(sparse ? PSM_SPARSE_TEXT : PSM_AUTO);
            api.SetImage(pixels, picture.width(), picture.height(), 1, picture.width());
            api.SetSourceResolution(RESOLUTION);
            monitor.set_deadline_msecs((int) limit.toMillis());
            int failed = api.Recognize(monitor);
            if (monitor.deadline_exceeded()) {
                throw new TooSlow(limit);
            }
            return failed != 0 ? List.of() : lines();
        } finally {
            api.Clear();
        }
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        try (ResultIterator results = api.GetIterator()) {
            if (results == null || results.isNull()) {
                return lines;
            }
            List<Word> line = new ArrayList<>();
            Letters letters = new Letters();
            do {
                if (results.IsAtBeginningOf(RIL_WORD)) {
                    letters.endWord(line);
                    if (results.IsAtBeginningOf(RIL_TEXTLINE) && !line.isEmpty()) {
                        lines.add(new Line(line));
                        line.clear();
                    }
                    letters.beginWord(results);
                }
                letters.add(results);
            } while (results.Next(RIL_SYMBOL));
            letters.endWord(line);
            if (!line.isEmpty()) {
                lines.add(new Line(line));
            }
        }
        return lines;
    }

    /** Gathers the letters of a word. */
    private static final class Letters {

        private final int[] left = new int[1];
        private final int[] top = new int[1];
        private final int[] right = new int[1];
        private final int[] bottom = new int[1];
        private final StringBuilder text = new StringBuilder();
        private final List<int[]> edges = new ArrayList<>();
        private double confidence;
        private int[] box = new int[0];

        void beginWord(ResultIterator results) {
            confidence = Math.max(0, Math.min(1, results.Confidence(RIL_WORD) / 100));
            box = results.BoundingBox(RIL_WORD, left, top, right, bottom)
                    ? new int[] {left[0], top[0], right[0], bottom[0]} : new int[0];
        }

        void add(ResultIterator results) {
            BytePointer symbol = results.GetUTF8Text(RIL_SYMBOL);
            if (symbol == null || symbol.isNull()) {
                return;
            }
            try {
                String letter = symbol.getString(StandardCharsets.UTF_8).strip();
                results.BoundingBox(RIL_SYMBOL, left, top, right, bottom);
                text.append(letter);
                for (int i = 0; i < letter.length(); i++) {
                    edges.add(new int[] {left[0], right[0]});
                }
            } finally {
                TessDeleteText(symbol);
            }
        }

        void endWord(List<Word> line) {
            if (text.length() > 0 && box.length == 4) {
                line.add(new Word(text.toString(), confidence, box[0], box[1], box[2], box[3], edges));
            }
            text.setLength(0);
            edges.clear();
        }
    }

    @Override
    public void close() {
        api.End();
        api.close();
    }

    /** A picture took longer than a picture may. */
    static final class TooSlow extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooSlow(Duration limit) {
            super("Reading the text took longer than " + limit.toSeconds() + " s.");
        }
    }
}
