package dev.onboard4j.plan;

import org.jspecify.annotations.Nullable;

/**
 * One field before and after, as JSON trees of JDK types.
 *
 * @param path the field
 * @param before the current value; null when there is none
 * @param after the planned value; null when there will be none
 */
public record FieldDiff(String path, @Nullable Object before, @Nullable Object after) {}
