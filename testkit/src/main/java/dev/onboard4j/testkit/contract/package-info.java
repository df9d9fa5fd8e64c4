/** The laws that every provider keeps, as tests to extend. */
@NullMarked
package dev.onboard4j.testkit.contract;

import org.jspecify.annotations.NullMarked;
