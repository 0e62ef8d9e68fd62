package dev.cadenza.bench;

/** The mails of benchmarks: subject, HTML and text come to about 4.7 KB together. */
final class BenchMail {

    private static final String SENTENCE = "We read about your team and think that this could save it an hour a day. ";
    private static final String PARAGRAPH = "<p style=\"margin:0 0 12px\">" + SENTENCE.repeat(5) + "</p>\n";

    private BenchMail() {
    }

    static String subject(int i) {
        return "A question about your work, lead " + i;
    }

    static String html(int i) {
        return "<p>Dear lead " + i + ",</p>\n" + PARAGRAPH.repeat(6)
                + "<p><a href=\"https://example.com/offer/" + i + "\">Read more</a></p>";
    }
}
