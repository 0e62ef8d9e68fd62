package dev.cadenza.journey;

import org.springframework.stereotype.Component;

/** One turn of the departure correlator, for tests of other packages. */
@Component
public class CorrelatorTurn {

    private final DepartureCorrelator correlator;

    CorrelatorTurn(DepartureCorrelator correlator) {
        this.correlator = correlator;
    }

    public void take() {
        correlator.runOnce();
    }
}
