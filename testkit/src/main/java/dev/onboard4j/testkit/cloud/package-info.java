/** What the embedded clouds share: HTTP, faults, recorded calls, control. */
@NullMarked
package dev.onboard4j.testkit.cloud;

import org.jspecify.annotations.NullMarked;
