package dev.onboard4j.spi;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.util.List;

/**
 * Contributes resources to a plan: a cloud, access in the cluster, components, a platform.
 *
 * <p>{@link java.util.ServiceLoader} finds every contributor, clouds and platforms included, under
 * this interface. Needs a public constructor without parameters that does nothing costly.
 * Thread-safe.
 *
 * <p>A method that returns null or throws anything but an {@link
 * dev.onboard4j.model.OnboardingException} ends the operation as a PROVIDER_BUG that names the
 * class. The engine asks for id and settings once per operation; without them the contributor
 * counts as not installed.
 */
public interface Contributor {
  /** The name in lower case: {@code eks}. The id of a cloud is also the scheme of its URIs. */
  String id();

  /** The settings it reads. Keys start with the id, those of endpoints with {@code endpoint.}. */
  List<Setting> settings();

  /**
   * Checks the settings alone, without a cluster and without a request.
   *
   * <p>The engine has checked each value; this method checks settings that exclude or require each
   * other.
   */
  default List<Problem> check(Settings settings) {
    return List.of();
  }

  /**
   * Opens a session for one cluster. Sends no request: clients are created on first use.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER with every problem that
   *     shows without a request: a name that is too long, a missing part of the registration
   */
  Session open(SessionContext context);
}
