/** CAST AI as a platform. */
@NullMarked
package dev.onboard4j.castai;

import org.jspecify.annotations.NullMarked;
