/** Error types and their mapping to problem details (RFC 9457). */
@NullMarked
package dev.cadenza.problem;

import org.jspecify.annotations.NullMarked;
