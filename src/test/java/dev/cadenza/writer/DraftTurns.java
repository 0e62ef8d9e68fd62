package dev.cadenza.writer;

import org.springframework.stereotype.Component;

/** Takes the turns of generations by hand, in tests. */
@Component
public class DraftTurns {

    private final GenerationTurn turn;

    DraftTurns(GenerationTurn turn) {
        this.turn = turn;
    }

    public void takeAll() {
        for (int i = 0; turn.workNext(); i++) {
            if (i == 1_000) {
                throw new AssertionError("The generation does not come to an end");
            }
        }
    }
}
