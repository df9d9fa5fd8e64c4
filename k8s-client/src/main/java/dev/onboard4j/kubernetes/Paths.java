package dev.onboard4j.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parts of request paths. */
final class Paths {
  private Paths() {}

  /** A name as one segment: RBAC names may hold colons and worse. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
