package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Lazy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.eks.model.AccessConfigResponse;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.IpFamily;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The facts of a cluster, which are read before its resources are declared.
 *
 * @param vpcId its VPC
 * @param vpcOwner the account that owns the VPC; another one when the VPC is shared
 * @param accessEntries whether nodes join by access entries; otherwise by ConfigMap aws-auth
 * @param ipv6 whether pods get IPv6 addresses
 * @param server the address of its API server, once AWS reports it
 * @param authority the certificate authority of the API server as PEM; empty if AWS reports none
 * @param denied the permissions that the caller lacks; if any, the other facts are placeholders
 */
record EksFacts(
    String vpcId,
    String vpcOwner,
    boolean accessEntries,
    boolean ipv6,
    Optional<URI> server,
    String authority,
    List<RequiredPermission> denied) {

  /** The permissions of these reads; GetCallerIdentity requires none. */
  static List<RequiredPermission> permissions(Arns arns) {
    return Aws.permissions(
        List.of(new EksRequests(arns).describeCluster(), new Ec2Requests(arns).describeSubnets()));
  }

  /** Stands for any VPC, if the cluster cannot be read. */
  static final String ANY_VPC = "*";

  /** Whether the cluster was read: it exists, and the caller may read it. */
  boolean known() {
    return !vpcId.equals(ANY_VPC);
  }

  /** Reads the caller and the cluster in parallel, then the network of the cluster. */
  static EksFacts read(EksClients clients, Arns arns, SessionContext context) {
    RequestContext requests = context.requests();
    try {
      return read(clients, arns, context, requests);
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return unknown(arns, false, denied(e));
    }
  }

  private static EksFacts read(
      EksClients clients, Arns arns, SessionContext context, RequestContext requests) {
    Lazy<GetCallerIdentityResponse> caller = Lazy.of(() -> caller(clients, arns, requests));
    Lazy<Optional<Cluster>> cluster = Lazy.of(() -> cluster(clients, arns, requests));
    // These clients are created during the first requests, because every plan uses both.
    requests.all(List.<Supplier<Object>>of(caller::get, cluster::get, clients::ec2, clients::iam));
    checkCaller(caller.get(), arns);
    return cluster
        .get()
        .map(found -> of(managed(found, context), clients, arns, requests))
        .orElseGet(() -> gone(arns, context));
  }

  private static EksFacts unknown(Arns arns, boolean ipv6, List<RequiredPermission> denied) {
    return new EksFacts(ANY_VPC, arns.account(), true, ipv6, Optional.empty(), "", denied);
  }

  private static List<RequiredPermission> denied(OnboardingException e) {
    List<RequiredPermission> denied = new ArrayList<>(e.missing());
    for (Throwable other : e.getSuppressed()) {
      if (other instanceof OnboardingException also) {
        denied.addAll(also.missing());
      }
    }
    return List.copyOf(denied);
  }

  /** Allows the removal of the objects of a deleted cluster. */
  private static EksFacts gone(Arns arns, SessionContext context) {
    String what =
        "there is no cluster '"
            + arns.clusterName()
            + "' in "
            + arns.region()
            + " of account "
            + arns.account();
    if (context.operation() != Operation.REMOVE) {
      throw OnboardingException.badInput(List.of(new Problem("cluster.name", what)));
    }
    context.note(
        what + "; its objects are removed; AWS deleted its access entries with the cluster");
    return unknown(arns, true, List.of());
  }

  private static GetCallerIdentityResponse caller(
      EksClients clients, Arns arns, RequestContext requests) {
    return Aws.read(
        requests,
        new EksRequests(arns).getCallerIdentity(),
        () -> clients.sts().getCallerIdentity());
  }

  private static Optional<Cluster> cluster(EksClients clients, Arns arns, RequestContext requests) {
    return Aws.find(
        requests,
        new EksRequests(arns).describeCluster(),
        ResourceNotFoundException.class,
        () -> clients.eks().describeCluster(r -> r.name(arns.clusterName())).cluster());
  }

  /** Refuses EKS Auto Mode, where AWS manages the nodes and the platform cannot. */
  private static Cluster managed(Cluster cluster, SessionContext context) {
    boolean auto =
        cluster.computeConfig() != null && Boolean.TRUE.equals(cluster.computeConfig().enabled());
    if (auto && context.operation() == Operation.APPLY) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "cluster "
                  + cluster.name()
                  + " is in EKS Auto Mode: AWS manages its nodes, and the platform cannot")
          .remedy("disable EKS Auto Mode on the cluster, or leave it as it is")
          .build();
    }
    return cluster;
  }

  private static void checkCaller(GetCallerIdentityResponse caller, Arns arns) {
    List<Problem> problems = new ArrayList<>();
    if (!arns.account().equals(caller.account())) {
      String words = "the credentials belong to account %s, the cluster to %s";
      String remedy = ": use other credentials, or eks.assume-role-arn";
      problems.add(
          new Problem(
              "cluster.account", words.formatted(caller.account(), arns.account()) + remedy));
    }
    String partition = partition(caller);
    if (!partition.isEmpty() && !partition.equals(arns.partition())) {
      String words = "the credentials belong to partition %s, the region to %s";
      problems.add(new Problem("cluster.region", words.formatted(partition, arns.partition())));
    }
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
  }

  private static String partition(GetCallerIdentityResponse caller) {
    String[] parts = String.valueOf(caller.arn()).split(":", -1);
    return parts.length > 1 ? parts[1] : "";
  }

  private static EksFacts of(
      Cluster cluster, EksClients clients, Arns arns, RequestContext requests) {
    Optional<Subnet> subnet = subnet(cluster, clients, arns, requests);
    return new EksFacts(
        vpc(cluster, subnet),
        subnet.map(Subnet::ownerId).orElse(arns.account()),
        accessEntries(cluster.accessConfig()),
        cluster.kubernetesNetworkConfig() != null
            && cluster.kubernetesNetworkConfig().ipFamily() == IpFamily.IPV6,
        Optional.ofNullable(cluster.endpoint()).filter(text -> !text.isBlank()).map(URI::create),
        authority(cluster),
        List.of());
  }

  private static String vpc(Cluster cluster, Optional<Subnet> subnet) {
    return Optional.ofNullable(cluster.resourcesVpcConfig().vpcId())
        .filter(id -> !id.isBlank())
        .or(() -> subnet.map(Subnet::vpcId))
        .orElseThrow(
            () ->
                OnboardingException.of(
                        Category.CONFLICT,
                        "AWS reports neither a VPC nor a subnet of cluster " + cluster.name())
                    .remedy("wait until the cluster is ACTIVE and plan again")
                    .build());
  }

  private static String authority(Cluster cluster) {
    String data =
        cluster.certificateAuthority() == null ? null : cluster.certificateAuthority().data();
    try {
      return data == null
          ? ""
          : new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  /** A cluster that reports no mode is old and uses the ConfigMap. */
  private static boolean accessEntries(@Nullable AccessConfigResponse config) {
    return config != null
        && (config.authenticationMode() == AuthenticationMode.API
            || config.authenticationMode() == AuthenticationMode.API_AND_CONFIG_MAP);
  }

  /** Reads the VPC and its owner from one subnet; by a filter, which tolerates a deleted subnet. */
  private static Optional<Subnet> subnet(
      Cluster cluster, EksClients clients, Arns arns, RequestContext requests) {
    List<String> ids = cluster.resourcesVpcConfig().subnetIds();
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    return Aws.read(
        requests,
        new Ec2Requests(arns).describeSubnets(),
        () ->
            clients
                .ec2()
                .describeSubnets(
                    r -> r.filters(Filter.builder().name("subnet-id").values(ids).build()))
                .subnets()
                .stream()
                .findFirst());
  }
}
