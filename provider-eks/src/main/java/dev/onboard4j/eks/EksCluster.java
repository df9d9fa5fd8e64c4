package dev.onboard4j.eks;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.support.ClusterUri;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names an EKS cluster. Immutable.
 *
 * <pre>{@code
 * EksCluster.of("123456789012", "eu-west-1", "prod");
 * }</pre>
 *
 * @param account the account that owns it, twelve digits
 * @param region its region, for example {@code eu-west-1}; of any partition
 * @param name its name, at most 100 characters
 */
public record EksCluster(String account, String region, String name) implements ClusterRef {
  static final String SCHEME = "eks";

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d{1,2}");
  // EKS API reference, CreateCluster, name.
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z][A-Za-z0-9_-]{0,99}");

  /**
   * Checks the three parts.
   *
   * @throws OnboardingException of category CALLER with all problems
   */
  public EksCluster {
    List<Problem> problems = problems(account, region, name);
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
  }

  /** The cluster of that account, region and name. */
  public static EksCluster of(String account, String region, String name) {
    return new EksCluster(account, region, name);
  }

  /** Reads {@code eks://account/region/name}. */
  static EksCluster parse(URI uri) {
    ClusterUri parts = ClusterUri.parse(uri, "eks://ACCOUNT/REGION/NAME");
    return new EksCluster(parts.account(), parts.location(), parts.name());
  }

  private static List<Problem> problems(String account, String region, String name) {
    List<Problem> problems = new ArrayList<>();
    if (!ACCOUNT.matcher(account).matches()) {
      problems.add(
          new Problem(
              "cluster.account", "'" + account + "' is not an account id: it has twelve digits"));
    }
    if (!REGION.matcher(region).matches()) {
      problems.add(
          new Problem(
              "cluster.region", "'" + region + "' is not a region; an example is eu-west-1"));
    }
    if (!NAME.matcher(name).matches()) {
      problems.add(new Problem("cluster.name", nameProblem(name)));
    }
    return problems;
  }

  private static String nameProblem(String name) {
    String what = name.length() > 100 ? "has " + name.length() + " characters" : "is not valid";
    String rule = ": EKS allows 1 to 100 letters, digits, hyphens and underscores";
    return "'" + name + "' " + what + rule;
  }

  @Override
  public String provider() {
    return SCHEME;
  }

  @Override
  public String location() {
    return region;
  }
}
