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
 * <p>Immutable. A placeholder without a value is an {@link IllegalArgumentException}.
 */
public final class Template {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)(?:\\[0:(\\d+)])?}");

  private final Map<String, String> values;

  /** Creates a template with these values. */
  public Template(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Adds values. */
  public Template with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(more);
    return new Template(all);
  }

  /** Fills every placeholder of the text. */
  public String fill(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match, text)));
  }

  private String value(MatchResult match, String text) {
    String value = values.get(match.group(1));
    if (value == null) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' asks for ${"
              + match.group(1)
              + "}; there is "
              + values.keySet().stream().sorted().toList());
    }
    String cut = match.group(2);
    return cut == null
        ? value
        : value.substring(0, Math.min(value.length(), Integer.parseInt(cut)));
  }

  /** Fills every placeholder in the keys and texts of the tree. */
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
