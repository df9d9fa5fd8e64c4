/** An embedded Azure: {@link dev.onboard4j.testkit.azure.EmbeddedAzure}. */
@NullMarked
package dev.onboard4j.testkit.azure;

import org.jspecify.annotations.NullMarked;
