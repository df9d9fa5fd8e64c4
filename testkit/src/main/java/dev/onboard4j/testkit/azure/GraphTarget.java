package dev.onboard4j.testkit.azure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the path of a request to Graph names.
 *
 * @param kind the collections and the places of keys: {@code applications/*}{@code /owners}
 * @param keys the keys, in their order
 */
record GraphTarget(String kind, List<Key> keys) {
  /**
   * A key of an object.
   *
   * @param property {@code id}, or the property of an alternate key
   * @param value its value
   */
  record Key(String property, String value) {}

  private static final Set<String> COLLECTIONS =
      Set.of(
          "applications",
          "servicePrincipals",
          "federatedIdentityCredentials",
          "owners",
          "deletedItems",
          "users");
  private static final Pattern ALTERNATE = Pattern.compile("(\\w+)\\((\\w+)=(.*)\\)");
  private static final String NAMESPACE = "microsoft.graph.";

  static GraphTarget of(List<String> path) {
    StringBuilder kind = new StringBuilder();
    List<Key> keys = new ArrayList<>();
    String before = "";
    for (String part : path.subList(1, path.size())) {
      Matcher alternate = ALTERNATE.matcher(part);
      String next = part;
      if (alternate.matches()) {
        next = alternate.group(1) + "/*";
        keys.add(new Key(alternate.group(2), unquoted(alternate.group(3))));
      } else if (COLLECTIONS.contains(before)
          && !part.startsWith("$")
          && !part.contains(NAMESPACE)) {
        next = "*";
        keys.add(new Key("id", part));
      } else if (part.startsWith(NAMESPACE + "add") || part.startsWith(NAMESPACE + "remove")) {
        next = part.substring(NAMESPACE.length());
      }
      kind.append(kind.isEmpty() ? "" : "/").append(next);
      before = next;
    }
    return new GraphTarget(kind.toString(), List.copyOf(keys));
  }

  static String unquoted(String text) {
    return text.startsWith("'") && text.endsWith("'") && text.length() > 1
        ? text.substring(1, text.length() - 1).replace("''", "'")
        : text;
  }

  String resource() {
    return keys.isEmpty() ? "" : keys.get(0).value();
  }
}
