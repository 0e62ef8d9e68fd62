package dev.cadenza.draft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the tags of a template: a small closed part of Mustache. What could run, include, or escape from the escaping
 * (raw tags, partials, delimiter changes) is a fault here, so the template engine never sees it: it gets text that is
 * written anew from these tokens.
 */
final class TemplateScanner {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][^{}<>|\"&\\\\]{0,99}");
    private static final int MAX_NESTING = 20;

    private final String field;
    private final List<Fault> faults;
    private final Deque<String> open = new ArrayDeque<>();

    /** @param faults receives what is wrong */
    TemplateScanner(String field, List<Fault> faults) {
        this.field = field;
        this.faults = faults;
    }

    /** The tokens of the next piece of text; sections may go on from one piece to the next. */
    List<Token> scan(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        for (int start = text.indexOf("{{"); start >= 0; start = text.indexOf("{{", at)) {
            if (start > at) {
                tokens.add(new Token.Text(text.substring(at, start)));
            }
            if (text.startsWith("{{{", start)) {
                fault("unescaped-tag", "Three braces would insert a value unescaped. Write {{name}} with two.");
                return tokens;
            }
            int end = text.indexOf("}}", start + 2);
            if (end < 0) {
                fault("unclosed-tag", "A tag is not closed: " + excerpt(text.substring(start))
                        + " needs two closing braces, with no formatting inside.");
                return tokens;
            }
            tag(text.substring(start + 2, end), tokens);
            at = end + 2;
        }
        if (at < text.length()) {
            tokens.add(new Token.Text(text.substring(at)));
        }
        return tokens;
    }

    /** Reports sections that were left open. */
    void finish() {
        for (String name : open) {
            fault("unclosed-section", "The section {{#" + name + "}} is not closed with {{/" + name + "}}.");
        }
    }

    private void tag(String raw, List<Token> tokens) {
        String content = raw.replaceAll("\\s+", " ").strip();
        if (content.isEmpty()) {
            fault("empty-tag", "A tag is empty: write a variable's name between the braces.");
            return;
        }
        String rest = content.substring(1).strip();
        switch (content.charAt(0)) {
            case '!' -> tokens.add(new Token.Comment());
            case '#' -> open(rest, false, tokens);
            case '^' -> open(rest, true, tokens);
            case '/' -> close(rest, tokens);
            case '&' -> fault("unescaped-tag", "{{" + excerpt(content) + "}} would insert a value unescaped. Leave out "
                    + "the &.");
            case '>', '<', '$' -> fault("include", "{{" + excerpt(content) + "}}: templates can't include others.");
            case '=' -> fault("delimiter", "{{" + excerpt(content) + "}}: the braces of tags can't be changed.");
            default -> variable(content, tokens);
        }
    }

    private void variable(String content, List<Token> tokens) {
        int bar = content.indexOf('|');
        String name = bar < 0 ? content : content.substring(0, bar).strip();
        if (named(name)) {
            tokens.add(new Token.Variable(name, bar < 0 ? null : content.substring(bar + 1).strip()));
        }
    }

    private void open(String name, boolean inverted, List<Token> tokens) {
        if (!named(name)) {
            return;
        }
        if (open.size() == MAX_NESTING) {
            fault("too-deep", "Sections may stand at most " + MAX_NESTING + " deep in each other.");
            return;
        }
        open.push(name);
        tokens.add(new Token.Open(name, inverted));
    }

    private void close(String name, List<Token> tokens) {
        if (!named(name)) {
            return;
        }
        if (!name.equals(open.peek())) {
            fault("unmatched-section", open.isEmpty() ? "{{/" + name + "}} closes a section that was not opened."
                    : "{{/" + name + "}} stands where {{/" + open.peek() + "}} should close the section.");
            return;
        }
        open.pop();
        tokens.add(new Token.Close(name));
    }

    private boolean named(String name) {
        if (NAME.matcher(name).matches()) {
            return true;
        }
        fault("bad-name", "'" + excerpt(name) + "' is not the name of a variable.");
        return false;
    }

    private void fault(String code, String message) {
        faults.add(new Fault(field, code, message));
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
