package dev.onboard4j.testkit.kube;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what is wrong with a name, a label or a key, in the API server's words.
 *
 * <p>Source: k8s.io/apimachinery, pkg/util/validation and pkg/api/validate/content.
 */
final class KubeNames {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE = "(" + KEY + ")?";
  private static final String DATA = "[-._a-zA-Z0-9]+";

  private KubeNames() {}

  /** The faults of the name of an object. */
  static List<String> ofObject(KubeResource resource, String name) {
    if (resource.rbac()) {
      return segment(name);
    }
    return resource == KubeResource.NAMESPACES ? label(name) : subdomain(name);
  }

  /** A name that is a part of a path. */
  static List<String> segment(String name) {
    if (name.equals(".") || name.equals("..")) {
      return List.of("may not be '" + name + "'");
    }
    return Stream.of("/", "%")
        .filter(name::contains)
        .map(one -> "may not contain '" + one + "'")
        .toList();
  }

  static List<String> label(String name) {
    return matching(
        name,
        LABEL,
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
            + " must start and end with an alphanumeric character",
        "my-name",
        "123-abc");
  }

  static List<String> subdomain(String name) {
    return matching(
        name,
        SUBDOMAIN,
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
            + " '.', and must start and end with an alphanumeric character",
        "example.com");
  }

  static List<String> labelKey(String key) {
    int slash = key.indexOf('/');
    List<String> prefix = slash < 0 ? List.of() : subdomain(key.substring(0, slash));
    List<String> name =
        matching(
            key.substring(slash + 1),
            KEY,
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
                + " an alphanumeric character",
            "MyName",
            "my.name",
            "123-abc");
    return Stream.concat(
            prefix.stream().map(fault -> "prefix part " + fault),
            name.stream().map(fault -> "name part " + fault))
        .toList();
  }

  /** Keys of annotations may have capitals in their prefix. */
  static List<String> annotationKey(String key) {
    return labelKey(key.toLowerCase(Locale.ROOT));
  }

  static List<String> labelValue(String value) {
    return matching(
        value,
        VALUE,
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
            + " '.', and must start and end with an alphanumeric character",
        "MyValue",
        "my_value",
        "12345");
  }

  static List<String> dataKey(String key) {
    return matching(
        key,
        DATA,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        "key.name",
        "KEY_NAME",
        "key-name");
  }

  private static List<String> matching(
      String text, String pattern, String fault, String... examples) {
    return Pattern.matches(pattern, text)
        ? List.of()
        : List.of(
            Arrays.stream(examples)
                .map(one -> "'" + one + "', ")
                .collect(
                    Collectors.joining(
                        " or ",
                        fault + " (e.g. ",
                        "regex used for validation is '" + pattern + "')")));
  }
}
