package dev.cadenza.audience;

/** Text without its case: the in-memory twin of {@link ConditionSql#fold}. */
final class Folding {

    private Folding() {
    }

    /** Maps each code point alone, since PostgreSQL does so too; {@code String.toLowerCase} looks at neighbours. */
    static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 127 || c >= 'A' && c <= 'Z') {
                return text.codePoints().map(Character::toLowerCase)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            }
        }
        return text;
    }
}
