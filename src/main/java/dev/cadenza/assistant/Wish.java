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

    void on(Planning planning);

    /** A number of messages over one channel, and the wait before the first of them. */
    record Item(int count, StepType channel, @Nullable Duration after) {
    }

    /** These messages and no others. */
    record Sequence(List<Item> items) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.sequence(items);
        }
    }

    /**
     * One or more messages besides.
     *
     * @param anchor which message it comes after or before, from 1; null for the end
     * @param anchorChannel the channel of that message where it was named by it
     */
    record Insert(Item item, boolean before, @Nullable Integer anchor, @Nullable StepType anchorChannel)
            implements Wish {
        @Override
        public void on(Planning planning) {
            planning.insert(this);
        }
    }

    record Remove(@Nullable Integer position, @Nullable StepType channel) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.remove(position, channel);
        }
    }

    record Spacing(Duration apart) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.space(apart);
        }
    }

    record DelayOf(int position, Duration after) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.delay(position, after);
        }
    }

    /** @param kind null where the words do not say; name empty for everybody there is */
    record To(Plan.@Nullable AudienceKind kind, String name) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.to(kind, name);
        }
    }

    record Set(Plan.Settings settings) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.set(settings);
        }
    }

    record NotOn(java.util.Set<java.time.DayOfWeek> days) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.notOn(days);
        }
    }

    record Zone(String words) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.zone(words);
        }
    }

    record From(String words) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.from(words);
        }
    }

    record Called(String name) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.call(name);
        }
    }

    record Review(ReviewMode mode) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.review(mode);
        }
    }

    /** @param position null for all messages */
    record Template(String name, @Nullable Integer position) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.template(name, position);
        }
    }

    record Says(@Nullable Integer position, @Nullable String subject, @Nullable String body) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.say(position, subject, body);
        }
    }

    record Start(LocalDate day, @Nullable LocalTime time) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.start(day, time);
        }
    }

    record StopOnReply(boolean stop) implements Wish {
        @Override
        public void on(Planning planning) {
            planning.stopOnReply(stop);
        }
    }

    /** What needs no more than a word. */
    enum Word implements Wish {
        CREATE, LAUNCH, YES, SHOW, HELP, START_OVER;

        @Override
        public void on(Planning planning) {
            planning.word(this);
        }
    }
}
