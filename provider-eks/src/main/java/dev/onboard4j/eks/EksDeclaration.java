package dev.onboard4j.eks;

import dev.onboard4j.eks.EksBlueprint.PolicySpec;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Settings;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
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
  }

  /**
   * Declares them.
   *
   * @param awsAuth the way to the cluster's ConfigMap, or null when there is none, or no need
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
    // Without the facts nothing can be compared: everything counts as unreadable.
    return facts.denied().isEmpty()
        ? all
        : all.stream().map(resource -> resource.unreadable(facts.denied())).toList();
  }

  private Resource managedPolicy() {
    Object document = PolicyDocument.of(blueprint.managedPolicy().statements(), template);
    limit(names.policy(), PolicyDocument.size(document), MANAGED_LIMIT);
    boolean perCluster = settings.text(EksSettings.POLICY).filter("cluster"::equals).isPresent();
    Map<String, String> tags = perCluster ? marks.own() : marks.shared();
    return Resource.of(
            names.policyId(),
            ResourceKind.POLICY,
            ManagedPolicyHandler.desired(document, tags),
            new ManagedPolicyHandler(
                clients,
                marks,
                arns,
                names.policy(),
                template.fill(blueprint.managedPolicy().description())))
        .granting(grants(blueprint.managedPolicy(), arns.role(names.clusterRole())));
  }

  private Resource clusterRole() {
    Object inline = PolicyDocument.of(blueprint.inlinePolicy().statements(), template);
    limit(names.inlinePolicy(), PolicyDocument.size(inline), INLINE_LIMIT);
    RoleIdentity role =
        new RoleIdentity(
            names.clusterRole(), arns.role(names.clusterRole()), names.inlinePolicy(), "");
    String principal = context.registration().principal().orElse(null);
    List<String> attachments = attachments(blueprint.clusterRole(), arns.policy(names.policy()));
    State.Builder desired = role(blueprint.clusterRole(), attachments);
    desired.known(RoleReader.INLINE + names.inlinePolicy(), inline);
    if (principal != null) {
      Object trust =
          PolicyDocument.trust("AWS", principal, context.registration().externalId().orElse(null));
      limit("the trust of " + names.clusterRole(), PolicyDocument.size(trust), TRUST_LIMIT);
      desired.known(RoleReader.TRUST, trust);
    }
    List<Grant> grants = new ArrayList<>(grants(blueprint.inlinePolicy(), role.arn()));
    grants.addAll(grants(blueprint.clusterRole(), role.arn()));
    if (principal != null) {
      grants.add(
          new Grant(
              principal,
              "sts:AssumeRole",
              role.arn(),
              context.registration().externalId().map(id -> "sts:ExternalId is " + id).orElse(""),
              "acts as this role, and as nothing else",
              "onboarding script"));
    }
    return Resource.of(
            names.clusterRoleId(),
            ResourceKind.ROLE,
            desired.build(),
            new RoleHandler(clients, marks, role))
        .dependingOn(names.policyId())
        .retiring(retired(blueprint.clusterRole()))
        .granting(grants);
  }

  private Resource ipv6Policy(PolicySpec spec) {
    Object document = PolicyDocument.of(spec.statements(), template);
    String name = template.fill(spec.name());
    return Resource.of(
            ResourceId.of("iam-policy", name),
            ResourceKind.POLICY,
            ManagedPolicyHandler.desired(document, marks.shared()),
            new ManagedPolicyHandler(clients, marks, arns, name, template.fill(spec.description())))
        .granting(grants(spec, arns.role(names.nodeRole())));
  }

  private Resource nodeRole(@Nullable PolicySpec ipv6) {
    RoleIdentity role = nodeRoleIdentity();
    String ipv6Arn = ipv6 == null ? null : arns.policy(template.fill(ipv6.name()));
    State.Builder desired =
        role(blueprint.nodeRole(), attachments(blueprint.nodeRole(), ipv6Arn))
            .known(
                RoleReader.TRUST,
                PolicyDocument.trust("Service", template.fill(blueprint.nodeService()), null));
    Resource resource =
        Resource.of(
                names.nodeRoleId(),
                ResourceKind.ROLE,
                desired.build(),
                new RoleHandler(clients, marks, role))
            .retiring(retired(blueprint.nodeRole()))
            .granting(grants(blueprint.nodeRole(), role.arn()));
    return ipv6 == null
        ? resource
        : resource.dependingOn(ResourceId.of("iam-policy", template.fill(ipv6.name())));
  }

  private RoleIdentity nodeRoleIdentity() {
    return new RoleIdentity(names.nodeRole(), arns.role(names.nodeRole()), null, "node-");
  }

  private State.Builder role(EksBlueprint.RoleSpec spec, List<String> attachments) {
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
            .each(Fields.TAGS, marks.own());
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

  private Resource securityGroup() {
    Map<String, String> tags = new TreeMap<>(marks.own());
    blueprint.securityGroup().tags().forEach((key, value) -> tags.put(key, template.fill(value)));
    List<String> egress = new ArrayList<>(List.of(SecurityRules.TO_ANYWHERE));
    if (facts.ipv6()) {
      egress.add(SecurityRules.TO_ANYWHERE_V6);
    }
    return Resource.of(
        names.securityGroupId(),
        ResourceKind.NETWORK,
        SecurityGroupHandler.desired(facts.vpcId(), egress, tags),
        new SecurityGroupHandler(
            clients,
            marks,
            arns,
            names.securityGroup(),
            facts.vpcId(),
            template.fill(blueprint.securityGroup().description())));
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
    MapRole role = MapRole.ofNodes(arns.role(names.nodeRole()));
    return awsAuth == null
        ? AwsAuthByHand.resource(id, role)
        : awsAuth.entry(id, role).dependingOn(names.nodeRoleId());
  }

  private List<Grant> grants(PolicySpec policy, String role) {
    List<Grant> grants = new ArrayList<>();
    for (EksBlueprint.Statement statement : policy.statements()) {
      String scope = String.join(", ", statement.resources().stream().map(template::fill).toList());
      String condition =
          statement.conditions().isEmpty()
              ? ""
              : Json.write(
                  new TreeMap<>((Map<?, ?>) template.fill((Object) statement.conditions())));
      statement
          .permissions()
          .forEach(
              one ->
                  grants.add(
                      new Grant(
                          role,
                          one.permission(),
                          scope,
                          condition,
                          one.reason(),
                          one.provenance())));
    }
    return grants;
  }

  private List<Grant> grants(EksBlueprint.RoleSpec spec, String role) {
    return spec.attachments().stream()
        .map(
            one ->
                new Grant(
                    role,
                    "all of " + template.fill(one.permission()),
                    "*",
                    "",
                    one.reason(),
                    one.provenance()))
        .toList();
  }

  private void limit(String what, int size, int limit) {
    if (size > limit) {
      problems.add(
          new Problem("blueprint", what + " has " + size + " characters; AWS allows " + limit));
    }
  }
}
