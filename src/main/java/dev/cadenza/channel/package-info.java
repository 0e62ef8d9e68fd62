/** The contract of a channel provider, and the providers: SMTP out, IMAP in. */
@NullMarked
package dev.cadenza.channel;

import org.jspecify.annotations.NullMarked;
