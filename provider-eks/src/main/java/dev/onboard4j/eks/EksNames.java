package dev.onboard4j.eks;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.support.NamesSetting;
import dev.onboard4j.spi.support.Template;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Computes the names of all objects of a cluster. */
record EksNames(
    String clusterRole, String nodeRole, String policy, String inlinePolicy, String securityGroup) {
  // IAM and EC2 quotas: role 64, managed policy 128, security group 255 characters.
  private static final int ROLE_LIMIT = 64;
  private static final int POLICY_LIMIT = 128;
  private static final int GROUP_LIMIT = 255;

  static EksNames of(
      EksBlueprint blueprint, Settings settings, Template template, List<Problem> problems) {
    EksNames names = of(NamesSetting.of(settings), blueprint, settings, template);
    names.check(problems);
    return names;
  }

  private static EksNames of(
      String style, EksBlueprint blueprint, Settings settings, Template template) {
    return new EksNames(
        template.fill(blueprint.clusterRole().names().getOrDefault(style, "")),
        template.fill(blueprint.nodeRole().names().getOrDefault(style, "")),
        policy(blueprint, settings, template),
        template.fill(blueprint.inlinePolicy().name()),
        template.fill(blueprint.securityGroup().name()));
  }

  /** Whether IAM accepts this name of a role. */
  static boolean roleCanExist(String name) {
    return name.length() <= ROLE_LIMIT;
  }

  /** The names in the styles that the settings do not choose, by style. */
  static SortedMap<String, EksNames> otherStyles(
      EksBlueprint blueprint, Settings settings, Template template) {
    SortedMap<String, EksNames> others = new TreeMap<>();
    for (String style : blueprint.clusterRole().names().keySet()) {
      if (!style.equals(NamesSetting.of(settings))) {
        others.put(style, of(style, blueprint, settings, template));
      }
    }
    return others;
  }

  private void check(List<Problem> problems) {
    limit("the cluster role", clusterRole, ROLE_LIMIT, problems);
    limit("the node role", nodeRole, ROLE_LIMIT, problems);
    limit("the managed policy", policy, POLICY_LIMIT, problems);
    limit("the inline policy", inlinePolicy, POLICY_LIMIT, problems);
    limit("the security group", securityGroup, GROUP_LIMIT, problems);
  }

  private static String policy(EksBlueprint blueprint, Settings settings, Template template) {
    return settings
        .text(EksSettings.POLICY_NAME)
        .orElseGet(() -> template.fill(policyTemplate(blueprint, settings)));
  }

  private static String policyTemplate(EksBlueprint blueprint, Settings settings) {
    return blueprint
        .policyNames()
        .getOrDefault(settings.text(EksSettings.POLICY).orElse("account"), "");
  }

  private static void limit(String what, String name, int limit, List<Problem> problems) {
    if (name.length() > limit) {
      String length = "', which has " + name.length() + " characters; AWS allows " + limit;
      problems.add(
          new Problem(
              "names",
              what
                  + " would be called '"
                  + name
                  + length
                  + ": choose names=script, which truncates"));
    }
  }

  ResourceId clusterRoleId() {
    return ResourceId.of("iam-role", clusterRole);
  }

  ResourceId nodeRoleId() {
    return ResourceId.of("iam-role", nodeRole);
  }

  ResourceId policyId() {
    return ResourceId.of("iam-policy", policy);
  }

  ResourceId instanceProfileId() {
    return ResourceId.of("instance-profile", nodeRole);
  }

  ResourceId securityGroupId() {
    return ResourceId.of("security-group", securityGroup);
  }

  ResourceId accessEntryId() {
    return ResourceId.of("access-entry", nodeRole);
  }
}
