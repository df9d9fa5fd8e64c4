package dev.onboard4j.eks;

import dev.onboard4j.eks.EksBlueprint.PolicySpec;
import dev.onboard4j.model.OnboardingException;
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
  // IAM quotas, in characters without white space, and attached policies per role.
  private static final int MANAGED_LIMIT = 6144;
  private static final int INLINE_LIMIT = 10240;
  private static final int TRUST_LIMIT = 2048;
  private static final int ATTACHMENT_LIMIT = 20;

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
    PolicySpec ipv6 = facts.ipv6() ? blueprint.ipv6Policy() : null;
    if (ipv6 != null) {
      all.add(ipv6Policy(ipv6));
    }
    all.add(nodeRole(ipv6));
    all.add(instanceProfile());
    all.add(securityGroup());
    all.add(facts.accessEntries() ? accessEntry() : mapRolesEntry(awsAuth));
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
    return policy(
        spec,
        names.policy(),
        arns.role(names.clusterRole()),
        ManagedPolicyHandler.desired(document, perCluster ? marks.own() : marks.shared()));
  }

  private Resource policy(PolicySpec spec, String name, String holder, State desired) {
    PolicyIdentity policy =
        new PolicyIdentity(name, arns.path(), template.fill(spec.description()), holder);
    return Resource.of(
        ResourceId.of("iam-policy", name),
        ResourceKind.POLICY,
        desired,
        new ManagedPolicyHandler(clients, marks, arns, policy, reasons.policy(spec, holder)));
  }

  private Resource clusterRole() {
    RoleIdentity role =
        new RoleIdentity(
            names.clusterRole(), arns.role(names.clusterRole()), names.inlinePolicy(), "");
    String policy = arns.policy(names.policy());
    Object trust = clusterRoleTrust();
    Reasons why = reasons.clusterRole(role.arn(), policy, trust);
    return Resource.of(
            names.clusterRoleId(),
            ResourceKind.ROLE,
            clusterRoleState(role, policy, trust),
            new RoleHandler(clients, marks, arns, role, why))
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

  private Resource ipv6Policy(PolicySpec spec) {
    Object document = PolicyDocument.of(spec.statements(), template);
    return policy(
        spec,
        template.fill(spec.name()),
        arns.role(names.nodeRole()),
        ManagedPolicyHandler.desired(document, marks.shared()));
  }

  private Resource nodeRole(@Nullable PolicySpec ipv6) {
    RoleIdentity role = nodeRoleIdentity();
    String ipv6Arn = ipv6 == null ? null : arns.policy(template.fill(ipv6.name()));
    Object trust = PolicyDocument.trust("Service", template.fill(blueprint.nodeService()), null);
    State desired = role(blueprint.nodeRole(), ipv6Arn).known(RoleReader.TRUST, trust).build();
    Reasons why = reasons.nodeRole(role.arn(), ipv6Arn, trust);
    Resource resource =
        Resource.of(
                names.nodeRoleId(),
                ResourceKind.ROLE,
                desired,
                new RoleHandler(clients, marks, arns, role, why))
            .retiring(retired(blueprint.nodeRole()));
    return ipv6 == null
        ? resource
        : resource.dependingOn(ResourceId.of("iam-policy", template.fill(ipv6.name())));
  }

  private RoleIdentity nodeRoleIdentity() {
    return new RoleIdentity(
        names.nodeRole(), arns.role(names.nodeRole()), null, RoleIdentity.NODES);
  }

  private State.Builder role(EksBlueprint.RoleSpec spec, @Nullable String own) {
    List<String> attachments = attachments(spec, own);
    if (attachments.size() > ATTACHMENT_LIMIT) {
      problems.add(
          new Problem(
              "blueprint",
              attachments.size() + " policies on one role; AWS allows " + ATTACHMENT_LIMIT));
    }
    State.Builder state =
        State.builder()
            .fixed(RoleReader.PATH, arns.path())
            .known(RoleReader.DESCRIPTION, template.fill(spec.description()))
            .members(RoleReader.ATTACHMENTS, attachments)
            .each(Tags.FIELD, marks.own());
    settings
        .text(EksSettings.BOUNDARY)
        .ifPresent(boundary -> state.known(RoleReader.BOUNDARY, boundary));
    return state;
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
    ResourceId id = ResourceId.of("aws-auth", names.nodeRole());
    MapRole role = MapRole.ofNodes(arns.roleWithoutPath(names.nodeRole()));
    return awsAuth == null
        ? manualEntry(id, role.yaml())
        : awsAuth.entry(id, role).dependingOn(names.nodeRoleId());
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
