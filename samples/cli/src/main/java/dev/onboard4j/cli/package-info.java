/** The command line. */
@NullMarked
package dev.onboard4j.cli;

import org.jspecify.annotations.NullMarked;
