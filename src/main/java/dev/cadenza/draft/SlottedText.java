package dev.cadenza.draft;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A compiled text whose tags are numbered slots. The template engine sees nothing that a person wrote between braces,
 * and its context gives it strings and booleans only: there is no object whose methods a tag could call, nothing to
 * iterate over and nothing to include.
 */
final class SlottedText {

    /** Characters of a rendered text; longer ones are refused. */
    static final int MAX_RENDERED = 256_000;

    private static final Mustache.Compiler ENGINE = Mustache.compiler()
            .withCollector(new SlotsOnly())
            .withLoader(name -> {
                throw new UnsupportedOperationException("Templates include nothing");
            });

    private final Template template;
    private final List<Slot> slots;

    /** @param text with tags {@code {{v0}}}, {@code {{#v1}}}, whose numbers are places in {@code slots} */
    SlottedText(String text, List<Slot> slots, boolean html) {
        this.template = ENGINE.withEscaper(html ? SafeHtml::escape : raw -> raw).compile(text);
        this.slots = List.copyOf(slots);
    }

    /** @throws TooLong where the text passes {@value #MAX_RENDERED} characters */
    String render(LeadValues values) {
        Capped out = new Capped();
        template.execute(new Filling(slots, values), out);
        return out.text.toString();
    }

    /** The text for this lead would be longer than any mail may be. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("the text is longer than " + MAX_RENDERED + " characters");
        }
    }

    private record Filling(List<Slot> slots, LeadValues values) {
        Object get(String name) {
            Slot slot = slots.get(Integer.parseInt(name, 1, name.length(), 10));
            if (slot instanceof Slot.Value value) {
                return values.text(value.variable());
            }
            return slot instanceof Slot.Address address ? values.address(address)
                    : (Object) values.has(((Slot.Presence) slot).name());
        }
    }

    private static final class SlotsOnly implements Mustache.Collector {
        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            return null;
        }

        @Override
        public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
            return context instanceof Filling ? (filling, slot) -> ((Filling) filling).get(slot) : null;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }

    private static final class Capped extends Writer {
        private final StringBuilder text = new StringBuilder(1024);

        @Override
        public void write(char[] chars, int offset, int length) {
            require(length);
            text.append(chars, offset, length);
        }

        @Override
        public void write(String string, int offset, int length) {
            require(length);
            text.append(string, offset, offset + length);
        }

        private void require(int length) {
            if (text.length() + length > MAX_RENDERED) {
                throw new TooLong();
            }
        }

        @Override
        public void flush() throws IOException {
            // Nothing is held back.
        }

        @Override
        public void close() throws IOException {
            // Nothing is held open.
        }
    }
}
