package dev.onboard4j.spi.support;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import java.net.URI;
import java.util.List;

/**
 * Holds the three parts of a cluster's URI: {@code scheme://account/location/name}.
 *
 * @param account the account, project or subscription
 * @param location the region, location or resource group
 * @param name the cluster's name
 */
public record ClusterUri(String account, String location, String name) {
  /**
   * Splits a URI into three parts that are not empty; does not check them further.
   *
   * @param form the expected form, also for the error: {@code eks://ACCOUNT/REGION/NAME}
   * @throws OnboardingException of category CALLER if the scheme differs, or it does not have three
   *     parts that are not empty
   */
  public static ClusterUri parse(URI uri, String form) {
    String text = uri.toString();
    String scheme = form.substring(0, form.indexOf(':'));
    String[] parts = text.substring(text.indexOf(':') + 1).replaceFirst("^//", "").split("/", -1);
    if (parts.length != 3 || List.of(parts).contains("") || !scheme.equals(uri.getScheme())) {
      throw OnboardingException.badInput(
          List.of(new Problem("cluster", "'" + uri + "' is not of the form " + form)));
    }
    return new ClusterUri(parts[0], parts[1], parts[2]);
  }
}
