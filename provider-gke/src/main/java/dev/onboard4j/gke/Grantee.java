package dev.onboard4j.gke;

import com.google.iam.v1.Binding;
import com.google.type.Expr;
import dev.onboard4j.gke.GkeBlueprint.Condition;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import org.jspecify.annotations.Nullable;

/** A member that has a role, under a condition or without one: one line of an allow policy. */
record Grantee(String role, String member, @Nullable Condition condition) {
  /** How it stands in a state: bindings are matched by role, member and condition. */
  String text() {
    Condition when = condition;
    return role
        + " "
        + member
        + (when == null ? "" : " if " + when.title() + ": " + when.expression());
  }

  static Grantee of(Binding binding, String member) {
    Expr expr = binding.getCondition();
    return new Grantee(
        binding.getRole(),
        member,
        binding.hasCondition()
            ? new Condition(expr.getTitle(), expr.getDescription(), expr.getExpression())
            : null);
  }

  Binding binding() {
    Binding.Builder binding = Binding.newBuilder().setRole(role).addMembers(member);
    Condition when = condition;
    if (when != null) {
      binding.setCondition(
          Expr.newBuilder()
              .setTitle(when.title())
              .setDescription(when.description())
              .setExpression(when.expression()));
    }
    return binding.build();
  }

  Grant grant(String scope, JustifiedPermission why) {
    Condition when = condition;
    return new Grant(
        member, role, scope, when == null ? "" : when.expression(), why.reason(), why.provenance());
  }
}
