package dev.onboard4j.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parts of request paths. */
final class Paths {
  private Paths() {}

  /** Encodes a name as one segment: names of RBAC objects may have colons and spaces. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
