package dev.onboard4j.aks;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.support.ClusterUri;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A reference to an AKS cluster. Immutable.
 *
 * <p>Azure compares names without case, and its own APIs return them in different cases. The
 * reference keeps all components in lower case, so that equal clusters have equal references and
 * marks.
 *
 * <pre>{@code
 * AksCluster.of("8d3f1a52-6c0e-4f7b-9a21-5e4d3c2b1a09", "my-group", "prod");
 * }</pre>
 *
 * @param subscription the id of its subscription, a GUID
 * @param resourceGroup the resource group of the cluster, not the one of its nodes
 * @param name its name, at most 63 characters
 */
public record AksCluster(String subscription, String resourceGroup, String name)
    implements ClusterRef {
  static final String SCHEME = "aks";

  static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  // Azure naming rules, Microsoft.Resources/resourcegroups; letters of ASCII only, as in a URI.
  private static final Pattern GROUP = Pattern.compile("[-\\w.()]{0,89}[-\\w()]");
  // Azure naming rules, Microsoft.ContainerService/managedClusters.
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([-\\w]{0,61}[a-zA-Z0-9])?");

  /**
   * Validates the components and converts them to lower case.
   *
   * @throws OnboardingException of category CALLER with every problem
   */
  public AksCluster {
    List<Problem> problems = problems(subscription, resourceGroup, name);
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    subscription = subscription.toLowerCase(Locale.ROOT);
    resourceGroup = resourceGroup.toLowerCase(Locale.ROOT);
    name = name.toLowerCase(Locale.ROOT);
  }

  /** Creates the reference of a cluster. */
  public static AksCluster of(String subscription, String resourceGroup, String name) {
    return new AksCluster(subscription, resourceGroup, name);
  }

  /** Reads {@code aks://subscription/resource-group/name}. */
  static AksCluster parse(URI uri) {
    ClusterUri parts = ClusterUri.parse(uri, SCHEME + "://SUBSCRIPTION/RESOURCE-GROUP/NAME");
    return new AksCluster(parts.account(), parts.location(), parts.name());
  }

  private static List<Problem> problems(String subscription, String group, String name) {
    List<Problem> problems = new ArrayList<>();
    if (!GUID.matcher(subscription).matches()) {
      problems.add(
          new Problem(
              "cluster.subscription",
              "'" + subscription + "' is not the id of a subscription: it is a GUID, not a name"));
    }
    if (!GROUP.matcher(group).matches()) {
      problems.add(
          new Problem(
              "cluster.resource-group",
              "'"
                  + group
                  + "' is not valid: Azure allows 1 to 90 letters, digits, hyphens, underscores,"
                  + " parentheses and periods"));
    }
    if (!NAME.matcher(name).matches()) {
      problems.add(
          new Problem(
              "cluster.name",
              "'"
                  + name
                  + "' is not valid: AKS allows 1 to 63 letters, digits, hyphens and underscores"));
    }
    return problems;
  }

  @Override
  public String provider() {
    return SCHEME;
  }

  @Override
  public String account() {
    return subscription;
  }

  @Override
  public String location() {
    return resourceGroup;
  }

  String groupScope() {
    return "/subscriptions/" + subscription + "/resourceGroups/" + resourceGroup;
  }

  /** The id of the cluster in Azure. */
  String resourceId() {
    return groupScope() + "/providers/Microsoft.ContainerService/managedClusters/" + name;
  }
}
