package dev.cadenza.card;

import java.util.List;
import java.util.stream.Collectors;

/** Words that stand side by side in one column of a card. */
record Line(List<Word> words) {

    Line {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("A line without words");
        }
    }

    String text() {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    /** 0 to 1; long words count more. */
    double confidence() {
        double sum = 0;
        int letters = 0;
        for (Word word : words) {
            sum += word.confidence() * word.text().length();
            letters += word.text().length();
        }
        return letters == 0 ? 0 : sum / letters;
    }

    int left() {
        return words.get(0).left();
    }

    int right() {
        return words.get(words.size() - 1).right();
    }

    int top() {
        return words.stream().mapToInt(Word::top).min().orElseThrow();
    }

    int bottom() {
        return words.stream().mapToInt(Word::bottom).max().orElseThrow();
    }

    /** Of its tallest word: capitals and ascenders, in pixels of the picture that was read. */
    int height() {
        return words.stream().mapToInt(Word::height).max().orElseThrow();
    }
}
