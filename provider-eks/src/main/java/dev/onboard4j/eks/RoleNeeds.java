package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import java.util.ArrayList;
import java.util.List;

/** The permissions that reading and writing a role take. */
record RoleNeeds(RoleIdentity role) {
  List<RequiredPermission> of(Observed before, State after, State retired) {
    List<String> actions = new ArrayList<>();
    if (after.equals(before.state())) {
      actions.addAll(
          List.of(
              "iam:GetRole",
              "iam:ListAttachedRolePolicies",
              "iam:ListRolePolicies",
              "iam:ListInstanceProfilesForRole"));
      if (role.inline() != null) {
        actions.add("iam:GetRolePolicy");
      }
    } else if (after.isEmpty()) {
      actions.addAll(List.of("iam:DeleteRole", "iam:DetachRolePolicy", "iam:DeleteRolePolicy"));
      if (!RoleReader.otherProfiles(before).isEmpty()) {
        actions.add("iam:RemoveRoleFromInstanceProfile");
      }
    } else {
      writes(new Fields(before.state(), after, retired), before.exists(), actions);
    }
    return actions.stream().map(action -> new RequiredPermission(action, role.arn())).toList();
  }

  private void writes(Fields fields, boolean exists, List<String> actions) {
    if (!exists) {
      actions.add("iam:CreateRole");
    }
    add(exists && fields.changes(RoleReader.TRUST), "iam:UpdateAssumeRolePolicy", actions);
    add(exists && fields.changes(RoleReader.DESCRIPTION), "iam:UpdateRole", actions);
    // IAM asks for these also when CreateRole sets them.
    add(fields.changes(RoleReader.BOUNDARY), "iam:PutRolePermissionsBoundary", actions);
    add(!fields.tags().isEmpty(), "iam:TagRole", actions);
    add(!fields.missing(RoleReader.ATTACHMENTS).isEmpty(), "iam:AttachRolePolicy", actions);
    add(!fields.obsolete(RoleReader.ATTACHMENTS).isEmpty(), "iam:DetachRolePolicy", actions);
    add(fields.changes(RoleReader.INLINE + role.inline()), "iam:PutRolePolicy", actions);
  }

  private static void add(boolean needed, String action, List<String> actions) {
    if (needed) {
      actions.add(action);
    }
  }
}
