/** A run: its events, requests, outcomes and result, and what may influence it. */
@NullMarked
package dev.onboard4j.run;

import org.jspecify.annotations.NullMarked;
