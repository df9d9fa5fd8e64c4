/** Embedded clouds on loopback, and the exam every provider has to pass. */
@NullMarked
package dev.onboard4j.testkit;

import org.jspecify.annotations.NullMarked;
