package dev.onboard4j.spi.support;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code ${name}} and {@code ${name[0:8]}}, the first eight characters, into text and trees.
 *
 * <p>Immutable. A hole that nobody can fill is an {@link IllegalArgumentException}.
 */
public final class Template {
  private static final Pattern HOLE = Pattern.compile("\\$\\{(\\w+)(?:\\[0:(\\d+)])?}");

  private final Map<String, String> values;

  /** With these values. */
  public Template(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** The same with more values. */
  public Template with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(more);
    return new Template(all);
  }

  /** The text with every hole filled. */
  public String fill(String text) {
    return HOLE.matcher(text).replaceAll(hole -> Matcher.quoteReplacement(value(hole, text)));
  }

  private String value(MatchResult hole, String text) {
    String value = values.get(hole.group(1));
    if (value == null) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' asks for ${"
              + hole.group(1)
              + "}; there is "
              + values.keySet().stream().sorted().toList());
    }
    String cut = hole.group(2);
    return cut == null
        ? value
        : value.substring(0, Math.min(value.length(), Integer.parseInt(cut)));
  }

  /** The tree with every hole in its keys and texts filled. */
  public @Nullable Object fill(@Nullable Object tree) {
    if (tree instanceof String text) {
      return fill(text);
    }
    if (tree instanceof List<?> list) {
      return list.stream().map(this::fill).toList();
    }
    if (tree instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .collect(
              Collectors.toMap(
                  entry -> fill((String) entry.getKey()),
                  entry -> Objects.requireNonNull(fill(entry.getValue()))));
    }
    return tree;
  }
}
