package dev.onboard4j.eks;

import dev.onboard4j.eks.EksBlueprint.PolicySpec;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Settings;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Resource.ManualSteps;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Reasons;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Declares the resources of one cluster, from the blueprint and the facts. */
final class EksDeclaration {
  // IAM quotas, in characters without white space.
  private static final int MANAGED_LIMIT = 6144;
  private static final int INLINE_LIMIT = 10240;
  private static final int TRUST_LIMIT = 2048;

  private final SessionContext context;
  private final Settings settings;
  private final EksClients clients;
  private final EksBlueprint blueprint;
  private final EksNames names;
  private final Arns arns;
  private final EksFacts facts;
  private final Template template;
  private final EksMarks marks;
  private final EksReasons reasons;
  private final List<Problem> problems = new ArrayList<>();

  EksDeclaration(
      SessionContext context,
      EksClients clients,
      EksBlueprint blueprint,
      EksNames names,
      Arns arns,
      EksFacts facts,
      Template template) {
    this.context = context;
    settings = context.settings();
    this.clients = clients;
    this.blueprint = blueprint;
    this.names = names;
    this.arns = arns;
    this.facts = facts;
    this.template = template;
    marks = EksMarks.of(context);
    reasons = new EksReasons(blueprint, template);
  }

  /**
   * Declares the resources.
   *
   * @param awsAuth the access to the cluster's ConfigMap, or null if it is unreachable or not used
   */
  List<Resource> resources(@Nullable AwsAuth awsAuth) {
    List<Resource> all = new ArrayList<>();
    all.add(managedPolicy());
    all.add(clusterRole());
    Resource ipv6 = ipv6Policy();
    if (ipv6 != null) {
      all.add(ipv6);
    }
    all.add(nodeRole(ipv6));
    all.add(instanceProfile());
    all.add(securityGroup());
    all.add(facts.accessEntries() ? accessEntry() : mapRolesEntry(awsAuth));
    if (facts.accessEntries() && awsAuth != null) {
      all.add(formerMapRolesEntry(awsAuth));
    }
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    return all;
  }

  private Resource managedPolicy() {
    PolicySpec spec = blueprint.managedPolicy();
    Object document = PolicyDocument.of(spec.statements(), template);
    limit(names.policy(), PolicyDocument.size(document), MANAGED_LIMIT);
    boolean perCluster = settings.text(EksSettings.POLICY).filter("cluster"::equals).isPresent();
    PolicyIdentity policy =
        new PolicyIdentity(
            names.policy(),
            arns.path(),
            template.fill(spec.description()),
            arns.role(names.clusterRole()),
            true);
    State desired =
        ManagedPolicyHandler.desired(document, perCluster ? marks.own() : marks.shared());
    return policy(names.policy(), desired, handler(spec, policy));
  }

  private ManagedPolicyHandler handler(PolicySpec spec, PolicyIdentity policy) {
    return new ManagedPolicyHandler(
        clients, marks, arns, policy, reasons.policy(spec, policy.holder()));
  }

  private static Resource policy(String name, State desired, ManagedPolicyHandler handler) {
    return Resource.of(ResourceId.of("iam-policy", name), ResourceKind.POLICY, desired, handler);
  }

  private Resource clusterRole() {
    RoleIdentity role =
        new RoleIdentity(
            names.clusterRole(),
            arns.role(names.clusterRole()),
            names.policy(),
            names.inlinePolicy(),
            "");
    String policy = arns.policy(names.policy());
    Object trust = clusterRoleTrust();
    Reasons why = reasons.clusterRole(role.arn(), policy, trust);
    return Resource.of(
            names.clusterRoleId(),
            ResourceKind.ROLE,
            clusterRoleState(role, policy, trust),
            new RoleHandler(clients, marks, arns, role, why, context.operation()))
        .dependingOn(names.policyId())
        .retiring(retired(blueprint.clusterRole()));
  }

  private State clusterRoleState(RoleIdentity role, String policy, @Nullable Object trust) {
    Object inline = PolicyDocument.of(blueprint.inlinePolicy().statements(), template);
    limit(names.inlinePolicy(), PolicyDocument.size(inline), INLINE_LIMIT);
    State.Builder desired = role(blueprint.clusterRole(), policy);
    desired.known(role.inlineField(), inline);
    if (trust != null) {
      limit("the trust of " + names.clusterRole(), PolicyDocument.size(trust), TRUST_LIMIT);
      desired.known(RoleReader.TRUST, trust);
    }
    return desired.build();
  }

  /** Null if a removal does not know the platform's principal. */
  private @Nullable Object clusterRoleTrust() {
    return context
        .registration()
        .principal()
        .map(
            principal ->
                PolicyDocument.trust(
                    "AWS", principal, context.registration().externalId().orElse(null)))
        .orElse(null);
  }

  /**
   * The policy for IPv6, or null.
   *
   * <p>The onboarding script attaches it to the node role of every cluster, so it also belongs to
   * an IPv4 cluster whose node role holds it. A removal always looks for it, because it may
   * continue one that has deleted the node role.
   */
  private @Nullable Resource ipv6Policy() {
    PolicySpec spec = blueprint.ipv6Policy();
    if (spec == null) {
      return null;
    }
    Object document = PolicyDocument.of(spec.statements(), template);
    PolicyIdentity policy =
        new PolicyIdentity(
            template.fill(spec.name()),
            arns.path(),
            template.fill(spec.description()),
            arns.role(names.nodeRole()),
            facts.ipv6());
    ManagedPolicyHandler handler = handler(spec, policy);
    boolean declared =
        facts.ipv6()
            || context.operation() == Operation.REMOVE
            || (facts.known() && handler.heldBy(names.nodeRoleId(), context.requests()));
    State desired = ManagedPolicyHandler.desired(document, marks.shared());
    return declared ? policy(policy.name(), desired, handler) : null;
  }

  private Resource nodeRole(@Nullable Resource ipv6) {
    RoleIdentity role = nodeRoleIdentity();
    String ipv6Arn = ipv6 == null ? null : arns.policy(ipv6.id().name());
    Object trust = PolicyDocument.trust("Service", template.fill(blueprint.nodeService()), null);
    State desired = role(blueprint.nodeRole(), ipv6Arn).known(RoleReader.TRUST, trust).build();
    Reasons why = reasons.nodeRole(role.arn(), ipv6Arn, trust);
    Resource resource =
        Resource.of(
                names.nodeRoleId(),
                ResourceKind.ROLE,
                desired,
                new RoleHandler(clients, marks, arns, role, why, context.operation()))
            .retiring(retired(blueprint.nodeRole()));
    return ipv6 == null ? resource : resource.dependingOn(ipv6.id());
  }

  private RoleIdentity nodeRoleIdentity() {
    return new RoleIdentity(
        names.nodeRole(), arns.role(names.nodeRole()), null, null, RoleIdentity.NODES);
  }

  private State.Builder role(EksBlueprint.RoleSpec spec, @Nullable String own) {
    State.Builder state =
        State.builder()
            .fixed(RoleReader.PATH, arns.path())
            .known(RoleReader.DESCRIPTION, template.fill(spec.description()))
            .members(RoleReader.ATTACHMENTS, attachments(spec, own));
    settings
        .text(EksSettings.BOUNDARY)
        .ifPresentOrElse(
            boundary -> state.known(RoleReader.BOUNDARY, boundary),
            () -> state.known(RoleReader.FORMER_BOUNDARY, ""));
    return Tags.desired(state, marks.ofRole());
  }

  private List<String> attachments(EksBlueprint.RoleSpec spec, @Nullable String own) {
    List<String> all = new ArrayList<>();
    spec.attachments().forEach(one -> all.add(template.fill(one.permission())));
    if (own != null) {
      all.add(own);
    }
    return all;
  }

  private State retired(EksBlueprint.RoleSpec spec) {
    return State.builder()
        .members(RoleReader.ATTACHMENTS, spec.retired().stream().map(template::fill).toList())
        .build();
  }

  private Resource instanceProfile() {
    return Resource.of(
            names.instanceProfileId(),
            ResourceKind.IDENTITY,
            InstanceProfileHandler.desired(names.nodeRole(), arns.path(), marks.own()),
            new InstanceProfileHandler(clients, marks, arns, names.nodeRole()))
        .dependingOn(names.nodeRoleId());
  }

  // The identity stays COMPUTED although EC2 assigns the id: the name is unique in the VPC, so EC2
  // refuses a second group with InvalidGroup.Duplicate.
  private Resource securityGroup() {
    return Resource.of(
        names.securityGroupId(),
        ResourceKind.NETWORK,
        securityGroupState(),
        new SecurityGroupHandler(
            clients,
            marks,
            arns,
            names.securityGroup(),
            facts.vpcId(),
            template.fill(blueprint.securityGroup().description())));
  }

  private State securityGroupState() {
    Map<String, String> tags = new TreeMap<>(marks.own());
    blueprint.securityGroup().tags().forEach((key, value) -> tags.put(key, template.fill(value)));
    List<String> egress = new ArrayList<>(List.of(SecurityRules.TO_ANYWHERE));
    if (facts.ipv6()) {
      egress.add(SecurityRules.TO_ANYWHERE_V6);
    }
    return SecurityGroupHandler.desired(facts.vpcId(), egress, tags);
  }

  private Resource accessEntry() {
    RoleIdentity role = nodeRoleIdentity();
    return Resource.of(
            names.accessEntryId(),
            ResourceKind.BINDING,
            AccessEntryHandler.desired(names.nodeRoleId(), "node-role-id", marks.own()),
            new AccessEntryHandler(clients, marks, arns, role))
        .dependingOn(names.nodeRoleId());
  }

  private Resource mapRolesEntry(@Nullable AwsAuth awsAuth) {
    return awsAuth == null
        ? manualEntry(mapRolesId(), mapRole().yaml())
        : awsAuth.entry(mapRolesId(), mapRole()).dependingOn(names.nodeRoleId());
  }

  /** The entry of the time before the cluster had access entries. */
  private Resource formerMapRolesEntry(AwsAuth awsAuth) {
    Resource former =
        context.operation() == Operation.REMOVE
            ? awsAuth.entry(mapRolesId(), mapRole())
            : awsAuth.former(mapRolesId(), mapRole());
    return former.dependingOn(names.accessEntryId());
  }

  private ResourceId mapRolesId() {
    return ResourceId.of("aws-auth", names.nodeRole());
  }

  private MapRole mapRole() {
    return MapRole.ofNodes(arns.roleWithoutPath(names.nodeRole()));
  }

  /** The entry that a person adds, because the API server is unreachable. */
  private static Resource manualEntry(ResourceId id, String entry) {
    return Resource.manual(
        id,
        ResourceKind.BINDING,
        ManualSteps.of(
                "add this to mapRoles of ConfigMap kube-system/aws-auth, so that new nodes can"
                    + " join:\n"
                    + entry,
                "remove this from mapRoles of ConfigMap kube-system/aws-auth:\n" + entry)
            .withOutputs(Map.of("aws-auth-map-roles", entry))
            .unchecked());
  }

  private void limit(String what, int size, int limit) {
    if (size > limit) {
      problems.add(
          new Problem("blueprint", what + " has " + size + " characters; AWS allows " + limit));
    }
  }
}
