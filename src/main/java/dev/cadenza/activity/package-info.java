/** What people and processes did to data: who, what and when. */
@NullMarked
package dev.cadenza.activity;

import org.jspecify.annotations.NullMarked;
