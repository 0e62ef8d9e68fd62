package dev.cadenza.assistant;

import dev.cadenza.campaign.ReviewMode;
import dev.cadenza.campaign.StepType;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that somebody asks for, with names as they were written; {@link Planning} looks them up. */
sealed interface Wish {

    /** The last of a plan's messages. */
    int LAST = -1;

    /** A number of messages over one channel, and the wait before the first of them. */
    record Item(int count, StepType channel, @Nullable Duration wait) {
    }

    /** These messages and no others. */
    record Sequence(List<Item> items) implements Wish {
    }

    /**
     * One or more messages besides.
     *
     * @param anchor which message it comes after or before, from 1; null for the end
     * @param anchorChannel the channel of that message where it was named by it
     */
    record Insert(Item item, boolean before, @Nullable Integer anchor, @Nullable StepType anchorChannel)
            implements Wish {
    }

    record Remove(@Nullable Integer position, @Nullable StepType channel) implements Wish {
    }

    record Spacing(Duration apart) implements Wish {
    }

    record DelayOf(int position, Duration wait) implements Wish {
    }

    /** @param kind null where the words do not say; name empty for everybody there is */
    record To(Plan.@Nullable AudienceKind kind, String name) implements Wish {
    }

    record Set(Plan.Settings settings) implements Wish {
    }

    record NotOn(java.util.Set<java.time.DayOfWeek> days) implements Wish {
    }

    record Zone(String words) implements Wish {
    }

    record From(String words) implements Wish {
    }

    record Called(String name) implements Wish {
    }

    record Review(ReviewMode mode) implements Wish {
    }

    /** @param position null for all messages */
    record Template(String name, @Nullable Integer position) implements Wish {
    }

    record Says(@Nullable Integer position, @Nullable String subject, @Nullable String body) implements Wish {
    }

    record Start(LocalDate day, @Nullable LocalTime time) implements Wish {
    }

    record StopOnReply(boolean stop) implements Wish {
    }

    /** What needs no more than a word. */
    enum Word implements Wish {
        CREATE, LAUNCH, YES, SHOW, HELP, START_OVER
    }
}
