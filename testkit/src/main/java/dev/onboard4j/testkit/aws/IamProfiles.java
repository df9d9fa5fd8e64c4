package dev.onboard4j.testkit.aws;

import dev.onboard4j.testkit.aws.IamEntity.Sort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Instance profiles, each with at most one role. */
final class IamProfiles {
  private final IamStore store;

  IamProfiles(IamStore store) {
    this.store = store;
  }

  Map<String, Object> call(AwsCall call) {
    return switch (call.action()) {
      case "CreateInstanceProfile" ->
          Map.of(
              "InstanceProfile",
              shown(store.create(call, Sort.PROFILE, call.text("InstanceProfileName"))));
      case "GetInstanceProfile" -> Map.of("InstanceProfile", shown(profile(call)));
      case "AddRoleToInstanceProfile" -> add(call);
      case "RemoveRoleFromInstanceProfile" -> remove(call);
      case "DeleteInstanceProfile" -> delete(call);
      case "TagInstanceProfile" -> tag(call);
      case "UntagInstanceProfile" -> untag(call);
      case "ListInstanceProfilesForRole" -> forRole(call);
      default -> throw new AwsFailure(400, "InvalidAction", "no action " + call.action());
    };
  }

  private IamEntity profile(AwsCall call) {
    return store.find(Sort.PROFILE, call.text("InstanceProfileName"));
  }

  private Map<String, Object> shown(IamEntity profile) {
    Map<String, Object> shown = profile.head();
    shown.put("InstanceProfileName", profile.name);
    shown.put("InstanceProfileId", profile.id);
    shown.put("Roles", profile.attached.stream().map(this::role).toList());
    shown.put("Tags", profile.tagList());
    return shown;
  }

  private Map<String, Object> role(String name) {
    IamEntity role =
        store.all(Sort.ROLE).stream().filter(r -> r.name.equals(name)).findFirst().orElseThrow();
    Map<String, Object> shown = role.head();
    shown.put("RoleName", role.name);
    shown.put("RoleId", role.id);
    return shown;
  }

  private Map<String, Object> add(AwsCall call) {
    IamEntity role = store.find(Sort.ROLE, call.text("RoleName"));
    IamEntity profile = profile(call);
    if (!profile.attached.isEmpty()) {
      throw new AwsFailure(
          409, "LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    profile.attached.add(role.name);
    return Map.of();
  }

  private Map<String, Object> remove(AwsCall call) {
    String role = call.text("RoleName");
    IamEntity profile = profile(call);
    if (!profile.attached.remove(role)) {
      throw new AwsFailure(404, "NoSuchEntity", "The role with name " + role + " cannot be found.");
    }
    store.detached(profile, call);
    store.all(Sort.ROLE).stream()
        .filter(one -> one.name.equals(role))
        .forEach(one -> store.detached(one, call));
    return Map.of();
  }

  private Map<String, Object> delete(AwsCall call) {
    IamEntity profile = profile(call);
    if (!profile.attached.isEmpty() || profile.lingering-- > 0) {
      throw new AwsFailure(
          409,
          "DeleteConflict",
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    store.remove(profile);
    return Map.of();
  }

  private Map<String, Object> tag(AwsCall call) {
    profile(call).tags.putAll(call.tags("Tags.member."));
    return Map.of();
  }

  private Map<String, Object> untag(AwsCall call) {
    profile(call).tags.keySet().removeAll(call.list("TagKeys.member."));
    return Map.of();
  }

  private Map<String, Object> forRole(AwsCall call) {
    String role = store.find(Sort.ROLE, call.text("RoleName")).name;
    List<Object> profiles =
        store.all(Sort.PROFILE).stream()
            .filter(profile -> profile.attached.contains(role))
            .<Object>map(profile -> new LinkedHashMap<>(shown(profile)))
            .toList();
    return store.page(call, "InstanceProfiles", profiles);
  }
}
