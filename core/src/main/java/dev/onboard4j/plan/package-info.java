/** What a plan says: changes, gates, access and permissions, as immutable values. */
@NullMarked
package dev.onboard4j.plan;

import org.jspecify.annotations.NullMarked;
