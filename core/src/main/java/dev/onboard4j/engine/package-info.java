/** Plans and applies; not exported, and of no use to anybody but {@code Onboarding}. */
@NullMarked
package dev.onboard4j.engine;

import org.jspecify.annotations.NullMarked;
