package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;

/** A score that is reached from below ({@code up}) or fallen below: crossed, so that it fires once for each crossing. */
record ScoreThreshold(int score, boolean up) {

    boolean crossed(JsonNode payload) {
        long from = payload.path("from").asLong();
        long to = payload.path("to").asLong();
        return up ? from < score && to >= score : from >= score && to < score;
    }
}
