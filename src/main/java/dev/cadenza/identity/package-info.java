/** Users, roles, sign-in, and the engine's identity provider over the same users. */
@NullMarked
package dev.cadenza.identity;

import org.jspecify.annotations.NullMarked;
