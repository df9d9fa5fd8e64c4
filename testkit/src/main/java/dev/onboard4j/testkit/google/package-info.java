/** An embedded Google Cloud. */
@NullMarked
package dev.onboard4j.testkit.google;

import org.jspecify.annotations.NullMarked;
