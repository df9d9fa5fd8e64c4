/** Helpers for those who write contributors; the engine's contract is complete without them. */
@NullMarked
package dev.onboard4j.spi.support;

import org.jspecify.annotations.NullMarked;
