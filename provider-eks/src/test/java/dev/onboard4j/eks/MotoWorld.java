package dev.onboard4j.eks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.StateDifference;
import dev.onboard4j.testkit.contract.WorldEdit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;

/** A moto server emptied of everything but one cluster; it has no access entries. */
final class MotoWorld implements ContractWorld {
  private static final StaticCredentialsProvider ANY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";

  private final URI moto = URI.create(System.getenv("ONBOARD4J_MOTO"));
  private final IamClient iam =
      IamClient.builder()
          .endpointOverride(moto)
          .region(Region.AWS_GLOBAL)
          .credentialsProvider(ANY)
          .build();
  private final Ec2Client ec2 =
      Ec2Client.builder()
          .endpointOverride(moto)
          .region(Region.EU_WEST_1)
          .credentialsProvider(ANY)
          .build();
  private final EksClient eks =
      EksClient.builder()
          .endpointOverride(moto)
          .region(Region.EU_WEST_1)
          .credentialsProvider(ANY)
          .build();

  private MotoWorld() {}

  static MotoWorld fresh() {
    MotoWorld world = new MotoWorld();
    world.reset();
    world.eks.createCluster(
        c ->
            c.name("prod")
                .roleArn("arn:aws:iam::123456789012:role/eks")
                .resourcesVpcConfig(v -> v.subnetIds(world.subnet())));
    return world;
  }

  private void reset() {
    HttpRequest request =
        HttpRequest.newBuilder(moto.resolve("/moto-api/reset"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("moto at " + moto + " does not answer", e);
    }
  }

  private String subnet() {
    return ec2.describeSubnets().subnets().get(0).subnetId();
  }

  @Override
  public Onboarding onboarding() {
    Onboarding onboarding =
        Onboarding.forProvider("eks")
            .set("platform.cluster-id", EmbeddedWorld.CLUSTER_ID)
            .set("platform.principal", EmbeddedWorld.PRINCIPAL)
            .time(new VirtualTime());
    for (String service : EksSettings.SERVICES) {
      onboarding = onboarding.set("endpoint." + service, moto.toString());
    }
    return onboarding;
  }

  @Override
  public EksCluster cluster() {
    return EksCluster.of("123456789012", "eu-west-1", "prod");
  }

  /** What another client of AWS sees, without the ids that moto makes up. */
  @Override
  public Object state() {
    return new MotoTree(iam, ec2).state();
  }

  /** Attaches a policy, as another tool does. */
  void attach(String role, String policy) {
    iam.attachRolePolicy(r -> r.roleName(role).policyArn(policy));
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.STATE_TREE, Capability.SETTINGS, Capability.FOREIGN_OBJECTS);
  }

  @Override
  public List<Place> places(StateDifference difference) {
    List<Place> places = AwsPlaces.of(difference);
    // The tree has a word in place of the id of the VPC, which differs from run to run.
    return difference.path().contains("documents")
        ? places.stream().map(MotoWorld::ofAnyValue).toList()
        : places;
  }

  private static Place ofAnyValue(Place place) {
    return new Place(place.resource(), place.fields(), place.item(), null, place.user());
  }

  @Override
  public Map<String, UnaryOperator<Onboarding>> settings() {
    return AwsSettingsValues.all();
  }

  /** The attached and the inline policies. */
  @Override
  public Object access() {
    Map<String, Object> access = new TreeMap<>();
    iam.listRolesPaginator()
        .roles()
        .forEach(
            role ->
                access.put(
                    role.roleName(),
                    List.of(
                        iam
                            .listAttachedRolePolicies(r -> r.roleName(role.roleName()))
                            .attachedPolicies()
                            .stream()
                            .map(policy -> policy.policyArn())
                            .sorted()
                            .toList(),
                        iam.listRolePolicies(r -> r.roleName(role.roleName())).policyNames())));
    return access;
  }

  @Override
  public List<WorldEdit> foreignObjects() {
    String role = "cast-eks-prod-cluster-role-3b1a9f20";
    return List.of(
        new WorldEdit(
            "no mark",
            ResourceId.of("iam-role", role),
            () -> iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(TRUST))));
  }

  @Override
  public void close() {
    iam.close();
    ec2.close();
    eks.close();
  }
}
