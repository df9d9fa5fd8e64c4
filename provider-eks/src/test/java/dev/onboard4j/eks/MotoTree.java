package dev.onboard4j.eks;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * The state of an account of moto as a tree, in the form that the embedded AWS gives its own.
 *
 * <p>Without the id of the VPC, which moto makes up anew after each reset.
 */
record MotoTree(IamClient iam, Ec2Client ec2) {
  Map<String, Object> state() {
    Map<String, Object> objects = new TreeMap<>();
    iam.listRolesPaginator()
        .roles()
        .forEach(role -> objects.put("role " + role.roleName(), role(role.roleName())));
    iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL))
        .policies()
        .forEach(policy -> objects.put("policy " + policy.policyName(), policy(policy.arn())));
    iam.listInstanceProfiles()
        .instanceProfiles()
        .forEach(
            profile ->
                objects.put(
                    "instance-profile " + profile.instanceProfileName(),
                    profile(profile.instanceProfileName())));
    Map<String, Object> groups = new TreeMap<>();
    ec2.describeSecurityGroups()
        .securityGroups()
        .forEach(
            group -> groups.put("security-group eu-west-1/vpc/" + group.groupName(), group(group)));
    return new TreeMap<>(Map.of("iam", objects, "ec2", groups));
  }

  private Map<String, Object> role(String name) {
    Role role = iam.getRole(r -> r.roleName(name)).role();
    Map<String, Object> documents = new TreeMap<>();
    iam.listRolePolicies(r -> r.roleName(name))
        .policyNames()
        .forEach(
            policy ->
                documents.put(
                    policy,
                    decoded(
                        iam.getRolePolicy(r -> r.roleName(name).policyName(policy))
                            .policyDocument())));
    Map<String, Object> tree = new TreeMap<>();
    tree.put("arn", role.arn());
    tree.put("tags", Tags.fromIam(role.tags()));
    tree.put("description", Objects.requireNonNullElse(role.description(), ""));
    tree.put("trust", decoded(role.assumeRolePolicyDocument()));
    tree.put(
        "boundary",
        role.permissionsBoundary() == null
            ? ""
            : role.permissionsBoundary().permissionsBoundaryArn());
    tree.put("session", String.valueOf(role.maxSessionDuration()));
    tree.put("documents", documents);
    tree.put(
        "attached",
        iam.listAttachedRolePolicies(r -> r.roleName(name)).attachedPolicies().stream()
            .map(policy -> policy.policyArn())
            .sorted()
            .toList());
    return tree;
  }

  private Map<String, Object> policy(String arn) {
    Policy policy = iam.getPolicy(r -> r.policyArn(arn)).policy();
    String document =
        iam.getPolicyVersion(r -> r.policyArn(arn).versionId(policy.defaultVersionId()))
            .policyVersion()
            .document();
    Map<String, Object> tree = new TreeMap<>();
    tree.put("arn", arn);
    tree.put("tags", Tags.fromIam(policy.tags()));
    tree.put("description", Objects.requireNonNullElse(policy.description(), ""));
    tree.put("documents", decoded(document));
    return tree;
  }

  private Map<String, Object> profile(String name) {
    InstanceProfile profile =
        iam.getInstanceProfile(r -> r.instanceProfileName(name)).instanceProfile();
    List<String> roles = profile.roles().stream().map(Role::roleName).toList();
    return new TreeMap<>(
        Map.of("arn", profile.arn(), "tags", Tags.fromIam(profile.tags()), "attached", roles));
  }

  private static Map<String, Object> group(SecurityGroup group) {
    Map<String, String> tags = new TreeMap<>();
    group.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return new TreeMap<>(
        Map.of(
            "description",
            group.description(),
            "tags",
            tags,
            "ingress",
            SecurityRules.words(group.ipPermissions(), group.groupId()),
            "egress",
            SecurityRules.words(group.ipPermissionsEgress(), group.groupId())));
  }

  private static String decoded(String document) {
    return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
