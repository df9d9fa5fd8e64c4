/** Helpers for tests of an onboarding on any cloud: time, log, a run that ends early. */
@NullMarked
package dev.onboard4j.testkit;

import org.jspecify.annotations.NullMarked;
