/** Helpers that contributors share; the engine needs none of them. */
@NullMarked
package dev.onboard4j.spi.support;

import org.jspecify.annotations.NullMarked;
