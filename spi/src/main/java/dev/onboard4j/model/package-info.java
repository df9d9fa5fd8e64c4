/** Values of the contract between engine and contributors: immutable, free of any library. */
@NullMarked
package dev.onboard4j.model;

import org.jspecify.annotations.NullMarked;
