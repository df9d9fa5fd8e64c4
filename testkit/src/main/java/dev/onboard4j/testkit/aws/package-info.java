/** An embedded AWS. */
@NullMarked
package dev.onboard4j.testkit.aws;

import org.jspecify.annotations.NullMarked;
