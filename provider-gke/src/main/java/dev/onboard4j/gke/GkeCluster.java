package dev.onboard4j.gke;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.support.ClusterUri;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A reference to a GKE cluster. Immutable.
 *
 * <pre>{@code
 * GkeCluster.of("my-project", "europe-west4", "prod");
 * }</pre>
 *
 * @param project the id of its project, for example {@code my-project} or {@code
 *     example.com:my-project}; not its number
 * @param location its zone or region
 * @param name its name, at most 40 characters
 */
public record GkeCluster(String project, String location, String name) implements ClusterRef {
  static final String SCHEME = "gke";

  // Resource Manager reference: project ids; older ones carry a domain.
  private static final Pattern PROJECT =
      Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern LOCATION = Pattern.compile("[a-z]+(-[a-z]+)+\\d{1,2}(-[a-z])?");
  // Kubernetes Engine API reference, Cluster.name.
  private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,38}[a-z0-9])?");

  /**
   * Validates the components.
   *
   * @throws OnboardingException of category CALLER with every problem
   */
  public GkeCluster {
    List<Problem> problems = problems(project, location, name);
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
  }

  /** Creates the reference of a cluster. */
  public static GkeCluster of(String project, String location, String name) {
    return new GkeCluster(project, location, name);
  }

  /** Reads {@code gke://project/location/name}. */
  static GkeCluster parse(URI uri) {
    ClusterUri parts = ClusterUri.parse(uri, SCHEME + "://PROJECT/LOCATION/NAME");
    return new GkeCluster(parts.account(), parts.location(), parts.name());
  }

  private static List<Problem> problems(String project, String location, String name) {
    List<Problem> problems = new ArrayList<>();
    if (!PROJECT.matcher(project).matches()) {
      String number = project.matches("\\d+") ? ": it is a project number" : "";
      problems.add(
          new Problem(
              "cluster.project",
              "'" + project + "' is not a project id such as my-project-123" + number));
    }
    if (!LOCATION.matcher(location).matches()) {
      problems.add(
          new Problem(
              "cluster.location",
              "'" + location + "' is not a region or zone such as europe-west4 or europe-west4-a"));
    }
    if (!NAME.matcher(name).matches()) {
      problems.add(
          new Problem(
              "cluster.name",
              "'"
                  + name
                  + "' is not valid: GKE allows 1 to 40 lower-case letters, digits and hyphens"));
    }
    return problems;
  }

  /** The region of the cluster, also if its location is a zone. */
  String region() {
    return location.replaceFirst("-[a-z]$", "");
  }

  @Override
  public String provider() {
    return SCHEME;
  }

  @Override
  public String account() {
    return project;
  }
}
