/** Conversations in which a user describes a campaign in words and gets it as a plan, and as a draft when told so. */
@NullMarked
package dev.cadenza.assistant;

import org.jspecify.annotations.NullMarked;
