/** JSON from and to trees of JDK types; not exported. */
@NullMarked
package dev.onboard4j.json;

import org.jspecify.annotations.NullMarked;
