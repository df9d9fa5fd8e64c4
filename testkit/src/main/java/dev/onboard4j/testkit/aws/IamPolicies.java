package dev.onboard4j.testkit.aws;

import dev.onboard4j.testkit.aws.IamEntity.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Managed policies and their versions. */
final class IamPolicies {
  private static final int VERSIONS = 5;
  private static final int SIZE = 6144;

  private final IamStore store;

  IamPolicies(IamStore store) {
    this.store = store;
  }

  Map<String, Object> call(AwsCall call) {
    return switch (call.action()) {
      case "CreatePolicy" -> Map.of("Policy", create(call));
      case "GetPolicy" -> Map.of("Policy", shown(policy(call)));
      case "ListPolicies" -> store.page(call, "Policies", all());
      case "GetPolicyVersion" -> Map.of("PolicyVersion", version(call));
      case "ListPolicyVersions" -> store.page(call, "Versions", versions(policy(call)));
      case "CreatePolicyVersion" -> Map.of("PolicyVersion", createVersion(call));
      case "DeletePolicyVersion" -> deleteVersion(call);
      case "DeletePolicy" -> delete(call);
      case "TagPolicy" -> tag(call);
      case "UntagPolicy" -> untag(call);
      case "ListEntitiesForPolicy" -> entities(call);
      default -> throw new AwsFailure(400, "InvalidAction", "no action " + call.action());
    };
  }

  private IamEntity policy(AwsCall call) {
    return store.policy(call.text("PolicyArn"));
  }

  private Map<String, Object> create(AwsCall call) {
    String document = call.text("PolicyDocument");
    IamDocuments.check(document, SIZE, "PolicySize");
    IamEntity policy = store.create(call, Sort.POLICY, call.text("PolicyName"));
    policy.description = call.find("Description").orElse("");
    policy.newVersion(document, store.now());
    return shown(policy);
  }

  private Map<String, Object> shown(IamEntity policy) {
    Map<String, Object> shown = policy.head();
    shown.put("PolicyName", policy.name);
    shown.put("PolicyId", policy.id);
    shown.put("DefaultVersionId", policy.defaultVersion);
    shown.put("AttachmentCount", String.valueOf(users(policy).size()));
    shown.put("IsAttachable", "true");
    shown.put("Description", policy.description);
    shown.put("UpdateDate", policy.created.toString());
    shown.put("Tags", policy.tagList());
    return shown;
  }

  private List<Map<String, Object>> all() {
    return store.all(Sort.POLICY).stream().map(this::shown).toList();
  }

  private List<IamEntity> users(IamEntity policy) {
    return store.all(Sort.ROLE).stream().filter(r -> r.attached.contains(policy.arn)).toList();
  }

  private static Map<String, Object> version(IamEntity policy, String version) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("VersionId", version);
    shown.put("IsDefaultVersion", String.valueOf(version.equals(policy.defaultVersion)));
    shown.put("CreateDate", String.valueOf(policy.versionTimes.get(version)));
    return shown;
  }

  private static List<Object> versions(IamEntity policy) {
    List<Object> list = new ArrayList<>();
    policy.documents.keySet().forEach(version -> list.add(0, version(policy, version)));
    return list;
  }

  private Map<String, Object> version(AwsCall call) {
    IamEntity policy = policy(call);
    String version = known(policy, call.text("VersionId"));
    Map<String, Object> shown = version(policy, version);
    shown.put("Document", IamDocuments.encoded(policy.documents.getOrDefault(version, "")));
    return shown;
  }

  private static String known(IamEntity policy, String version) {
    if (!policy.documents.containsKey(version)) {
      throw new AwsFailure(
          404,
          "NoSuchEntity",
          "Policy " + policy.arn + " version " + version + " does not exist or is not attachable.");
    }
    return version;
  }

  private Map<String, Object> createVersion(AwsCall call) {
    IamEntity policy = policy(call);
    String document = call.text("PolicyDocument");
    IamDocuments.check(document, SIZE, "PolicySize");
    checkVersions(policy);
    String before = policy.defaultVersion;
    policy.newVersion(document, store.now());
    String made = policy.defaultVersion;
    if (!"true".equals(call.find("SetAsDefault").orElse("false"))) {
      policy.defaultVersion = before;
    }
    return version(policy, made);
  }

  private static void checkVersions(IamEntity policy) {
    if (policy.documents.size() >= VERSIONS) {
      throw new AwsFailure(
          409,
          "LimitExceeded",
          "A managed policy can have up to 5 versions. Before you create a new version, you must"
              + " delete an existing version.");
    }
  }

  private Map<String, Object> deleteVersion(AwsCall call) {
    IamEntity policy = policy(call);
    String version = known(policy, call.text("VersionId"));
    if (version.equals(policy.defaultVersion)) {
      throw new AwsFailure(409, "DeleteConflict", "Cannot delete the default version of a policy.");
    }
    policy.documents.remove(version);
    return Map.of();
  }

  private Map<String, Object> delete(AwsCall call) {
    IamEntity policy = policy(call);
    if (!users(policy).isEmpty() || policy.lingering-- > 0) {
      throw new AwsFailure(409, "DeleteConflict", "Cannot delete a policy attached to entities.");
    }
    if (policy.documents.size() > 1) {
      throw new AwsFailure(
          409,
          "DeleteConflict",
          "This policy has more than one version. Before you delete a policy, you must delete the"
              + " policy's versions.");
    }
    store.remove(policy);
    return Map.of();
  }

  private Map<String, Object> untag(AwsCall call) {
    policy(call).tags.keySet().removeAll(call.list("TagKeys.member."));
    return Map.of();
  }

  private Map<String, Object> tag(AwsCall call) {
    policy(call).tags.putAll(call.tags("Tags.member."));
    return Map.of();
  }

  private Map<String, Object> entities(AwsCall call) {
    List<Object> roles = new ArrayList<>();
    for (IamEntity role : users(policy(call))) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("RoleName", role.name);
      one.put("RoleId", role.id);
      roles.add(one);
    }
    Map<String, Object> page = store.page(call, "PolicyRoles", roles);
    page.put("PolicyUsers", List.of());
    page.put("PolicyGroups", List.of());
    return page;
  }
}
