package dev.onboard4j.testkit.aws;

import dev.onboard4j.testkit.aws.IamEntity.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Roles with their trust, attachments and inline policies. */
final class IamRoles {
  // AWS's own policies that exist in every account; the rest of the catalogue is not needed here.
  private static final Set<String> AWS_MANAGED =
      Set.of(
          "AmazonEC2ReadOnlyAccess",
          "IAMReadOnlyAccess",
          "AmazonEKSWorkerNodePolicy",
          "AmazonEC2ContainerRegistryReadOnly",
          "AmazonEKS_CNI_Policy",
          "AmazonSSMManagedInstanceCore",
          "AmazonS3ReadOnlyAccess",
          "service-role/AmazonEBSCSIDriverPolicy");
  private static final int INLINE_SIZE = 10240;
  private static final String DEFAULT_SESSION = "3600";

  private final IamStore store;

  IamRoles(IamStore store) {
    this.store = store;
  }

  Map<String, Object> call(AwsCall call) {
    return switch (call.action()) {
      case "CreateRole" -> Map.of("Role", create(call));
      case "GetRole" -> Map.of("Role", shown(role(call)));
      case "UpdateRole" -> update(call);
      case "UpdateAssumeRolePolicy" -> trust(call);
      case "DeleteRole" -> delete(call);
      case "TagRole" -> tag(call);
      case "UntagRole" -> untag(call);
      case "PutRolePermissionsBoundary" -> boundary(call);
      case "DeleteRolePermissionsBoundary" -> unbound(call);
      case "ListAttachedRolePolicies" ->
          store.page(call, "AttachedPolicies", attachments(role(call)));
      case "AttachRolePolicy" -> attach(call);
      case "DetachRolePolicy" -> detach(call);
      case "ListRolePolicies" ->
          store.page(call, "PolicyNames", List.copyOf(role(call).documents.keySet()));
      case "GetRolePolicy" -> inline(call);
      case "PutRolePolicy" -> putInline(call);
      case "DeleteRolePolicy" -> deleteInline(call);
      default -> throw new AwsFailure(400, "InvalidAction", "no action " + call.action());
    };
  }

  private IamEntity role(AwsCall call) {
    return store.find(Sort.ROLE, name(call));
  }

  /** The name in a request; IAM checks its form before anything else. */
  private static String name(AwsCall call) {
    String name = call.text("RoleName");
    if (!name.matches("[\\w+=,.@-]{1,64}")) {
      throw new AwsFailure(
          400,
          "ValidationError",
          "1 validation error detected: Value '"
              + name
              + "' at 'roleName' failed to satisfy"
              + " constraint: Member must have length less than or equal to 64");
    }
    return name;
  }

  private Map<String, Object> create(AwsCall call) {
    String name = name(call);
    String trust = call.text("AssumeRolePolicyDocument");
    IamDocuments.checkTrust(trust, store::missesPrincipal);
    IamEntity role = store.create(call, Sort.ROLE, name);
    role.trust = trust;
    role.description = call.find("Description").orElse("");
    role.maxSession = call.find("MaxSessionDuration").orElse(DEFAULT_SESSION);
    role.boundary = call.find("PermissionsBoundary").orElse("");
    return shown(role);
  }

  private static Map<String, Object> shown(IamEntity role) {
    Map<String, Object> shown = role.head();
    shown.put("RoleName", role.name);
    shown.put("RoleId", role.id);
    shown.put("AssumeRolePolicyDocument", IamDocuments.encoded(role.trust));
    if (!role.description.isEmpty()) {
      shown.put("Description", role.description);
    }
    shown.put("MaxSessionDuration", role.maxSession);
    shown.put("Tags", role.tagList());
    if (!role.boundary.isEmpty()) {
      Map<String, Object> boundary = new LinkedHashMap<>();
      boundary.put("PermissionsBoundaryType", "Policy");
      boundary.put("PermissionsBoundaryArn", role.boundary);
      shown.put("PermissionsBoundary", boundary);
    }
    return shown;
  }

  private Map<String, Object> update(AwsCall call) {
    IamEntity role = role(call);
    call.find("Description").ifPresent(text -> role.description = text);
    // API reference of UpdateRole: without a value the default is applied.
    role.maxSession = call.find("MaxSessionDuration").orElse(DEFAULT_SESSION);
    return Map.of();
  }

  private Map<String, Object> trust(AwsCall call) {
    String document = call.text("PolicyDocument");
    IamDocuments.checkTrust(document, store::missesPrincipal);
    role(call).trust = document;
    return Map.of();
  }

  private Map<String, Object> boundary(AwsCall call) {
    role(call).boundary = call.text("PermissionsBoundary");
    return Map.of();
  }

  private Map<String, Object> unbound(AwsCall call) {
    role(call).boundary = "";
    return Map.of();
  }

  private Map<String, Object> tag(AwsCall call) {
    role(call).tags.putAll(call.tags("Tags.member."));
    return Map.of();
  }

  private Map<String, Object> untag(AwsCall call) {
    role(call).tags.keySet().removeAll(call.list("TagKeys.member."));
    return Map.of();
  }

  private Map<String, Object> delete(AwsCall call) {
    IamEntity role = role(call);
    String conflict =
        !role.attached.isEmpty() || role.lingering-- > 0
            ? "must detach all policies first."
            : !role.documents.isEmpty()
                ? "must delete policies first."
                : inProfile(role) ? "must remove roles from instance profile first." : "";
    if (!conflict.isEmpty()) {
      throw new AwsFailure(409, "DeleteConflict", "Cannot delete entity, " + conflict);
    }
    store.remove(role);
    return Map.of();
  }

  private boolean inProfile(IamEntity role) {
    return store.all(Sort.PROFILE).stream().anyMatch(p -> p.attached.contains(role.name));
  }

  private static List<Object> attachments(IamEntity role) {
    List<Object> list = new ArrayList<>();
    for (String arn : role.attached) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("PolicyName", arn.substring(arn.lastIndexOf('/') + 1));
      one.put("PolicyArn", arn);
      list.add(one);
    }
    return list;
  }

  private Map<String, Object> attach(AwsCall call) {
    IamEntity role = role(call);
    String arn = call.text("PolicyArn");
    String managed = ":iam::aws:policy/";
    int at = arn.indexOf(managed);
    boolean exists =
        at >= 0 ? AWS_MANAGED.contains(arn.substring(at + managed.length())) : visible(arn);
    if (!exists) {
      throw new AwsFailure(
          404, "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable.");
    }
    int quota = store.attachedPoliciesPerRole();
    if (role.attached.size() >= quota && !role.attached.contains(arn)) {
      throw new AwsFailure(
          409, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: " + quota);
    }
    role.attached.add(arn);
    return Map.of();
  }

  private boolean visible(String arn) {
    return !store.policy(arn).arn.isEmpty();
  }

  private Map<String, Object> detach(AwsCall call) {
    String arn = call.text("PolicyArn");
    IamEntity role = role(call);
    if (!role.attached.remove(arn)) {
      throw new AwsFailure(404, "NoSuchEntity", "Policy " + arn + " was not found.");
    }
    store.detached(role, call);
    store.all(Sort.POLICY).stream()
        .filter(policy -> policy.arn.equals(arn))
        .forEach(policy -> store.detached(policy, call));
    return Map.of();
  }

  private Map<String, Object> inline(AwsCall call) {
    IamEntity role = role(call);
    String name = call.text("PolicyName");
    String document = role.documents.get(name);
    if (document == null) {
      throw new AwsFailure(
          404, "NoSuchEntity", "The role policy with name " + name + " cannot be found.");
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("RoleName", role.name);
    shown.put("PolicyName", name);
    shown.put("PolicyDocument", IamDocuments.encoded(document));
    return shown;
  }

  private Map<String, Object> putInline(AwsCall call) {
    String document = call.text("PolicyDocument");
    String name = call.text("PolicyName");
    IamEntity role = role(call);
    // The quota is for all inline policies of the role together (IAM and AWS STS quotas).
    int others =
        role.documents.entrySet().stream()
            .filter(other -> !other.getKey().equals(name))
            .mapToInt(other -> IamDocuments.size(other.getValue()))
            .sum();
    IamDocuments.check(document, INLINE_SIZE - others, "MaximumPolicySizePerRole");
    role.documents.put(name, document);
    return Map.of();
  }

  private Map<String, Object> deleteInline(AwsCall call) {
    String name = call.text("PolicyName");
    IamEntity role = role(call);
    if (role.documents.remove(name) == null) {
      throw new AwsFailure(
          404, "NoSuchEntity", "The role policy with name " + name + " cannot be found.");
    }
    store.detached(role, call);
    return Map.of();
  }
}
