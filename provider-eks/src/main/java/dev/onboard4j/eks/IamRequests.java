package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests to IAM, each with the permissions it requires.
 *
 * <p>Source: service authorization reference, "Actions, resources, and condition keys for AWS
 * Identity and Access Management". Creation with tags requires the permission to tag.
 */
record IamRequests(Arns arns) {
  /** Reads the quotas of the account; IAM supports no resource-level permission for it. */
  ApiRequest getAccountSummary() {
    return request("GetAccountSummary", "*");
  }

  ApiRequest getRole(String role) {
    return request("GetRole", arns.role(role));
  }

  ApiRequest listAttachedRolePolicies(String role) {
    return request("ListAttachedRolePolicies", arns.role(role));
  }

  ApiRequest listRolePolicies(String role) {
    return request("ListRolePolicies", arns.role(role));
  }

  ApiRequest getRolePolicy(String role) {
    return request("GetRolePolicy", arns.role(role));
  }

  ApiRequest listInstanceProfilesForRole(String role) {
    return request("ListInstanceProfilesForRole", arns.role(role));
  }

  ApiRequest createRole(String role) {
    return request("CreateRole", arns.role(role), "TagRole");
  }

  /** Creates a role with a permissions boundary, which requires a separate permission. */
  ApiRequest createBoundedRole(String role) {
    return request("CreateRole", arns.role(role), "TagRole", "PutRolePermissionsBoundary");
  }

  ApiRequest updateAssumeRolePolicy(String role) {
    return request("UpdateAssumeRolePolicy", arns.role(role));
  }

  ApiRequest updateRole(String role) {
    return request("UpdateRole", arns.role(role));
  }

  ApiRequest putRolePermissionsBoundary(String role) {
    return request("PutRolePermissionsBoundary", arns.role(role));
  }

  ApiRequest deleteRolePermissionsBoundary(String role) {
    return request("DeleteRolePermissionsBoundary", arns.role(role));
  }

  ApiRequest untagRole(String role) {
    return request("UntagRole", arns.role(role));
  }

  ApiRequest tagRole(String role) {
    return request("TagRole", arns.role(role));
  }

  ApiRequest attachRolePolicy(String role) {
    return request("AttachRolePolicy", arns.role(role));
  }

  ApiRequest detachRolePolicy(String role) {
    return request("DetachRolePolicy", arns.role(role));
  }

  ApiRequest putRolePolicy(String role) {
    return request("PutRolePolicy", arns.role(role));
  }

  ApiRequest deleteRolePolicy(String role) {
    return request("DeleteRolePolicy", arns.role(role));
  }

  ApiRequest deleteRole(String role) {
    return request("DeleteRole", arns.role(role));
  }

  ApiRequest getPolicy(String policy) {
    return request("GetPolicy", arns.policy(policy));
  }

  ApiRequest getPolicyVersion(String policy) {
    return request("GetPolicyVersion", arns.policy(policy));
  }

  ApiRequest listEntitiesForPolicy(String policy) {
    return request("ListEntitiesForPolicy", arns.policy(policy));
  }

  ApiRequest createPolicy(String policy) {
    return request("CreatePolicy", arns.policy(policy), "TagPolicy");
  }

  /** Finds a policy under another path; IAM supports no resource-level permission for it. */
  ApiRequest listPolicies() {
    return request("ListPolicies", "*");
  }

  ApiRequest listPolicyVersions(String policy) {
    return request("ListPolicyVersions", arns.policy(policy));
  }

  ApiRequest createPolicyVersion(String policy) {
    return request("CreatePolicyVersion", arns.policy(policy));
  }

  ApiRequest deletePolicyVersion(String policy) {
    return request("DeletePolicyVersion", arns.policy(policy));
  }

  ApiRequest untagPolicy(String policy) {
    return request("UntagPolicy", arns.policy(policy));
  }

  ApiRequest tagPolicy(String policy) {
    return request("TagPolicy", arns.policy(policy));
  }

  ApiRequest deletePolicy(String policy) {
    return request("DeletePolicy", arns.policy(policy));
  }

  /** Detaches from a role of another tool, under any path. */
  ApiRequest detachOthersRolePolicy(String role) {
    return request("DetachRolePolicy", arns.underAnyPath("role", role));
  }

  ApiRequest detachUserPolicy(String user) {
    return request("DetachUserPolicy", arns.underAnyPath("user", user));
  }

  ApiRequest detachGroupPolicy(String group) {
    return request("DetachGroupPolicy", arns.underAnyPath("group", group));
  }

  ApiRequest getInstanceProfile(String profile) {
    return request("GetInstanceProfile", arns.instanceProfile(profile));
  }

  ApiRequest createInstanceProfile(String profile) {
    return request("CreateInstanceProfile", arns.instanceProfile(profile), "TagInstanceProfile");
  }

  ApiRequest untagInstanceProfile(String profile) {
    return request("UntagInstanceProfile", arns.instanceProfile(profile));
  }

  ApiRequest tagInstanceProfile(String profile) {
    return request("TagInstanceProfile", arns.instanceProfile(profile));
  }

  /** The API reference of AddRoleToInstanceProfile: the caller must be allowed to pass the role. */
  ApiRequest addRoleToInstanceProfile(String profile, String role) {
    return ApiRequest.of(
        "iam",
        "AddRoleToInstanceProfile",
        new RequiredPermission("iam:AddRoleToInstanceProfile", arns.instanceProfile(profile)),
        new RequiredPermission("iam:PassRole", arns.role(role)));
  }

  ApiRequest removeRoleFromInstanceProfile(String profile) {
    return request("RemoveRoleFromInstanceProfile", arns.instanceProfile(profile));
  }

  /** Removes from a profile of another tool, under any path. */
  ApiRequest removeRoleFromOthersInstanceProfile(String profile) {
    return request("RemoveRoleFromInstanceProfile", arns.underAnyPath("instance-profile", profile));
  }

  ApiRequest deleteInstanceProfile(String profile) {
    return request("DeleteInstanceProfile", arns.instanceProfile(profile));
  }

  private static ApiRequest request(String operation, String arn, String... further) {
    List<RequiredPermission> permissions = new ArrayList<>();
    permissions.add(new RequiredPermission("iam:" + operation, arn));
    for (String action : further) {
      permissions.add(new RequiredPermission("iam:" + action, arn));
    }
    return new ApiRequest("iam", operation, "", permissions);
  }
}
