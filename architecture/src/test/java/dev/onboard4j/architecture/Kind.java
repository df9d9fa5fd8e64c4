package dev.onboard4j.architecture;

import java.util.Arrays;
import java.util.Set;

/** What a module is, told from its name; with the kinds that it may depend on. */
enum Kind {
  SPI("spi"),
  CORE("core", SPI),
  PLATFORM("platform-", SPI),
  KUBERNETES("k8s-", SPI),
  PROVIDER("provider-", SPI, KUBERNETES),
  TESTKIT("testkit", SPI, CORE),
  SAMPLE("samples/", SPI, CORE, PLATFORM, KUBERNETES, PROVIDER, TESTKIT);

  private final String prefix;
  private final Set<Kind> below;

  Kind(String prefix, Kind... below) {
    this.prefix = prefix;
    this.below = Set.of(below);
  }

  /** A module of a new kind needs a decision first: what may it depend on? */
  static Kind of(String module) {
    return Arrays.stream(values())
        .filter(kind -> kind.matches(module))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(module + ": add its kind to Kind"));
  }

  boolean mayDependOn(Kind other) {
    return below.contains(other) || (this == KUBERNETES && other == KUBERNETES);
  }

  private boolean matches(String module) {
    boolean family = prefix.endsWith("-") || prefix.endsWith("/");
    return family ? module.startsWith(prefix) : module.equals(prefix);
  }
}
