package dev.onboard4j.architecture;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The kind of a module, by its name, with the kinds that it may depend on. */
enum Kind {
  SPI("spi"),
  CORE("core"),
  PLATFORM("platform-"),
  KUBERNETES("k8s-"),
  PROVIDER("provider-"),
  TESTKIT("testkit"),
  INTEGRATION("integrations/"),
  SAMPLE("samples/"),
  HOST_TESTS("host-tests");

  private final String prefix;

  Kind(String prefix) {
    this.prefix = prefix;
  }

  /** The kind of that name; a name of no known kind needs a decision on its dependencies. */
  static Kind of(String module) {
    return Arrays.stream(values())
        .filter(kind -> kind.matches(module))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(module + ": add its kind to Kind"));
  }

  boolean mayDependOn(Kind other) {
    return below().contains(other);
  }

  private Set<Kind> below() {
    return switch (this) {
      case SPI -> Set.of();
      case CORE, PLATFORM -> Set.of(SPI);
      case KUBERNETES, PROVIDER -> Set.of(SPI, KUBERNETES);
      case TESTKIT, INTEGRATION -> Set.of(SPI, CORE);
      case SAMPLE -> EnumSet.complementOf(EnumSet.of(SAMPLE, HOST_TESTS));
      case HOST_TESTS -> EnumSet.complementOf(EnumSet.of(HOST_TESTS));
    };
  }

  private boolean matches(String module) {
    boolean family = prefix.endsWith("-") || prefix.endsWith("/");
    return family ? module.startsWith(prefix) : module.equals(prefix);
  }
}
