package dev.cadenza.message;

import dev.cadenza.channel.Carrier;

/** Knows who carries the messages of a lane. */
interface Carriers {

    /** Never fails: where the lane's channel can't be opened, a carrier that defers everything and says why. */
    Carrier of(Lane lane);
}
