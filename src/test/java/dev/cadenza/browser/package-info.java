/** What people see, in a real Chromium. */
@org.jspecify.annotations.NullMarked
package dev.cadenza.browser;
