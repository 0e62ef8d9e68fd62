package dev.cadenza.draft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Writes the tokens of one text anew, with numbered slots for its tags. */
final class SlotWriter {

    private final Set<String> variables;
    private final List<Slot> slots = new ArrayList<>();
    private final Deque<String> opened = new ArrayDeque<>();
    private int tags;

    /** @param variables receives the names of variables */
    SlotWriter(Set<String> variables) {
        this.variables = variables;
    }

    List<Slot> slots() {
        return slots;
    }

    /** How many tags were written so far, as a person counts them. */
    int tags() {
        return tags;
    }

    String write(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        for (Token token : tokens) {
            if (token instanceof Token.Text plain) {
                text.append(plain.text());
                continue;
            }
            tags++;
            if (token instanceof Token.Variable variable) {
                variables.add(variable.name());
                text.append("{{").append(slot(new Slot.Value(variable))).append("}}");
            } else if (token instanceof Token.Open open) {
                variables.add(open.name());
                opened.push(slot(new Slot.Presence(open.name())));
                text.append(open.inverted() ? "{{^" : "{{#").append(opened.peek()).append("}}");
            } else if (token instanceof Token.Close) {
                text.append("{{/").append(opened.pop()).append("}}");
            }
        }
        return text.toString();
    }

    /** One slot for a whole address. */
    String address(String source, List<Token> parts) {
        for (Token part : parts) {
            if (part instanceof Token.Variable variable) {
                variables.add(variable.name());
                tags++;
            }
        }
        return "{{" + slot(new Slot.Address(source, parts)) + "}}";
    }

    private String slot(Slot slot) {
        slots.add(slot);
        return "v" + (slots.size() - 1);
    }
}
