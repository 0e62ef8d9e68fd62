package dev.cadenza.writer;

/** Values of leads as they are shown beside a draft. */
final class Used {

    private static final int MAX = 300;

    private Used() {
    }

    static String shown(Object value) {
        String text = String.valueOf(value).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return text.length() <= MAX ? text : text.substring(0, Character.isHighSurrogate(text.charAt(MAX - 1)) ? MAX - 1
                : MAX) + "…";
    }
}
