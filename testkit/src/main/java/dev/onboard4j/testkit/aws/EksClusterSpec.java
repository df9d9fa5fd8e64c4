package dev.onboard4j.testkit.aws;

import java.net.URI;

/**
 * An EKS cluster for {@link EmbeddedAws}. Immutable.
 *
 * @param region its region
 * @param name its name
 * @param authenticationMode {@code CONFIG_MAP}, {@code API}, {@code API_AND_CONFIG_MAP}
 * @param ipFamily {@code ipv4} or {@code ipv6}
 * @param vpcOwner the account that owns its VPC
 * @param apiServer where its API server listens; the empty string while AWS does not tell
 * @param autoMode whether EKS manages its nodes (EKS Auto Mode)
 */
public record EksClusterSpec(
    String region,
    String name,
    String authenticationMode,
    String ipFamily,
    String vpcOwner,
    String apiServer,
    boolean autoMode) {
  /** A cluster with access entries, IPv4 and a VPC of its own. */
  public static EksClusterSpec of(String region, String name) {
    return new EksClusterSpec(
        region, name, "API_AND_CONFIG_MAP", "ipv4", EmbeddedAws.ACCOUNT, "", false);
  }

  /** The same with another authentication mode. */
  public EksClusterSpec authenticating(String mode) {
    return new EksClusterSpec(region, name, mode, ipFamily, vpcOwner, apiServer, autoMode);
  }

  /** The same with IPv6. */
  public EksClusterSpec ipv6() {
    return new EksClusterSpec(
        region, name, authenticationMode, "ipv6", vpcOwner, apiServer, autoMode);
  }

  /** The same in a VPC that another account shares. */
  public EksClusterSpec inVpcOf(String account) {
    return new EksClusterSpec(
        region, name, authenticationMode, ipFamily, account, apiServer, autoMode);
  }

  /** The same with its API server at that address. */
  public EksClusterSpec servedBy(URI server) {
    return new EksClusterSpec(
        region, name, authenticationMode, ipFamily, vpcOwner, server.toString(), autoMode);
  }

  /** The same with EKS Auto Mode switched on. */
  public EksClusterSpec inAutoMode() {
    return new EksClusterSpec(
        region, name, authenticationMode, ipFamily, vpcOwner, apiServer, true);
  }

  /** The id of its VPC. */
  public String vpcId() {
    return "vpc-0" + id();
  }

  String id() {
    return String.format("%016x", (region + "/" + name).hashCode() & 0xffffffffL);
  }
}
