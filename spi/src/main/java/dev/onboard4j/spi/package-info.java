/** The contract: what a contributor declares and what the engine hands it. */
@NullMarked
package dev.onboard4j.spi;

import org.jspecify.annotations.NullMarked;
