/**
 * Who writes drafts: a chat model or the templates themselves, and the generation of a campaign's drafts before its
 * launch.
 */
@NullMarked
package dev.cadenza.writer;

import org.jspecify.annotations.NullMarked;
