/** What is owed to people whose data is kept: all of it in one file, its erasure, and its end after a time. */
@NullMarked
package dev.cadenza.privacy;

import org.jspecify.annotations.NullMarked;
