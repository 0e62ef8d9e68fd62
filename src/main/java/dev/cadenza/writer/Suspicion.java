package dev.cadenza.writer;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Text about or from a lead that reads like an instruction to a model (OWASP LLM01, prompt injection). Such text is
 * kept from the model and a person is told. That is the first of several lines of defence, not the one that has to
 * hold: what comes out is checked by {@link AnswerCheck} whatever went in.
 */
final class Suspicion {

    private static final List<Pattern> SIGNS = List.of(
            sign("(ignore|disregard|forget|override|bypass)\\W+(\\w+\\W+){0,4}(instruction|prompt|rule|brief|above"
                    + "|previous|prior)"),
            sign("(ignorier|vergiss|missacht)\\w*\\W+(\\w+\\W+){0,4}(anweisung|regel|vorgabe|vorherig|obig)"),
            sign("(system|developer)\\W{0,3}(prompt|message|instruction)"),
            sign("\\byou are (now|a|an)\\b.{0,40}\\b(model|assistant|ai|bot|agent)\\b"),
            sign("\\b(new|further|updated) instructions?\\b"),
            sign("<\\|?/?(system|assistant|user|im_start|im_end|endoftext)\\|?>"),
            sign("(^|\\n)\\s*(system|assistant|user)\\s*:"),
            sign("\\b(respond|reply|answer|output|write)\\b.{0,20}\\b(only|exactly|instead)\\b"),
            sign("\\bas an ai\\b|\\bjailbreak\\b|\\bprompt injection\\b"));

    private Suspicion() {
    }

    static boolean in(String text) {
        return SIGNS.stream().anyMatch(sign -> sign.matcher(text).find());
    }

    private static Pattern sign(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
