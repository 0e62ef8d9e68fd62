/** Templates, drafts and their review. */
@NullMarked
package dev.cadenza.draft;

import org.jspecify.annotations.NullMarked;
