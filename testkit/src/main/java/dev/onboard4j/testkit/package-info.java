/** What any test of an onboarding can use, whichever cloud it is on: time, log, a run that dies. */
@NullMarked
package dev.onboard4j.testkit;

import org.jspecify.annotations.NullMarked;
