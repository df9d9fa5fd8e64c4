/** The values both sides of the contract speak: immutable, thread-safe, free of any library. */
@NullMarked
package dev.onboard4j.model;

import org.jspecify.annotations.NullMarked;
