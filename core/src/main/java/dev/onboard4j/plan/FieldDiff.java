package dev.onboard4j.plan;

import org.jspecify.annotations.Nullable;

/**
 * One field before and after, as JSON trees of JDK types.
 *
 * @param path the field
 * @param before what it is, or null when there is nothing
 * @param after what it will be, or null when there will be nothing
 */
public record FieldDiff(String path, @Nullable Object before, @Nullable Object after) {}
