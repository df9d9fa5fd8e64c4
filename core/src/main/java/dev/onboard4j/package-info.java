/** What an embedder types: {@link dev.onboard4j.Onboarding} and the values it answers with. */
@NullMarked
package dev.onboard4j;

import org.jspecify.annotations.NullMarked;
