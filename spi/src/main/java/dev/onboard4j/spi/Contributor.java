package dev.onboard4j.spi;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.util.List;

/**
 * Contributes resources to a plan: a cloud, the Kubernetes half, components, a platform.
 *
 * <p>Found by {@link java.util.ServiceLoader} under this name, whatever it is. Needs a public
 * constructor without parameters that does nothing costly. Thread-safe.
 */
public interface Contributor {
  /** Its name, in lower case: {@code eks}. Of a cloud also the scheme of its cluster URIs. */
  String id();

  /** What it can be told; keys start with its id, those of endpoints with {@code endpoint.}. */
  List<Setting> settings();

  /**
   * What is wrong with the settings alone, without a cluster at hand and without any call.
   *
   * <p>Single values were checked already; this is for those that exclude or need each other.
   */
  default List<Problem> check(Settings settings) {
    return List.of();
  }

  /**
   * Opens a session for one cluster; clients are made on first use, so no call happens here.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER with every problem that
   *     shows without a call: a name that gets too long, a part of the registration that is missing
   */
  Session open(SessionContext context);
}
