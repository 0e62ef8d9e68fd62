package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import java.util.Collection;
import java.util.UUID;

/** A kind of thing that a step of a journey can start for its leads: campaigns and workflows implement it. */
public interface Entrance {

    Step.StartJourney.Target kind();

    /**
     * Lets leads in, in the caller's transaction; those whom a rule keeps out are left out.
     *
     * @param from id of the campaign or workflow that they come from
     * @return how many came in
     */
    int enter(UUID target, Collection<UUID> leads, UUID from);
}
