package dev.cadenza.writer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model is told about the lead: the values that templates may use and what enrichment tells, shortened, without
 * control characters, and without those that read like instructions. Our own texts hold values of the lead as well, so
 * they are no instructions either, and what was kept back is taken out of them.
 *
 * @param recipient values by field
 * @param sentBefore the campaign's messages before this one
 * @param current what is to be written again; null where nothing is
 * @param thread earlier messages in any campaign
 * @param withheld fields that were kept from the model
 */
record Material(Map<String, String> recipient, List<WriteRequest.Said> sentBefore, WriteRequest.@Nullable Said current,
        List<WriteRequest.Said> thread, Set<String> withheld) {

    private static final int MOST_FIELDS = 40;
    private static final int MOST_TEXT = 1_500;

    static Material of(WriteRequest request) {
        Map<String, String> recipient = new LinkedHashMap<>();
        Set<String> withheld = new LinkedHashSet<>();
        List<String> hidden = new ArrayList<>();
        Map<String, Object> known = new LinkedHashMap<>(request.lead().variables());
        request.enrichment().forEach(known::putIfAbsent);
        for (Map.Entry<String, Object> entry : known.entrySet()) {
            if (recipient.size() == MOST_FIELDS) {
                break;
            }
            String value = Used.shown(entry.getValue());
            if (Suspicion.in(value) || Suspicion.in(entry.getKey())) {
                withheld.add(entry.getKey());
                hidden.add(String.valueOf(entry.getValue()));
            } else if (!value.isEmpty() && entry.getKey().length() <= 100) {
                recipient.put(entry.getKey(), value);
            }
        }
        List<WriteRequest.Said> thread = new ArrayList<>();
        for (WriteRequest.Said said : request.thread()) {
            if (said.from().equals("them") && (Suspicion.in(said.text())
                    || said.subject() != null && Suspicion.in(said.subject()))) {
                withheld.add("conversation");
            } else {
                thread.add(without(hidden, said));
            }
        }
        return new Material(recipient, request.earlier().stream().map(said -> without(hidden, said)).toList(),
                request.current() == null ? null : without(hidden, request.current()), thread, withheld);
    }

    private static WriteRequest.Said without(List<String> hidden, WriteRequest.Said said) {
        return new WriteRequest.Said(said.from(), said.when(),
                said.subject() == null ? null : without(hidden, said.subject()),
                shortened(without(hidden, said.text())));
    }

    private static String without(List<String> hidden, String text) {
        String shown = text;
        for (String value : hidden) {
            shown = shown.replace(value, "…").replace(value.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), "…");
        }
        return shown;
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}&&[^\\n]]+", " ").strip();
        return clean.length() <= MOST_TEXT ? clean : clean.substring(0, MOST_TEXT) + "…";
    }
}
