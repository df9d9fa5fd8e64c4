package dev.onboard4j.gke;

import com.google.iam.v1.Binding;
import com.google.type.Expr;
import dev.onboard4j.gke.GkeBlueprint.Condition;
import dev.onboard4j.gke.GkeBlueprint.ConditionalRole;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A member that has a role, under a condition or without one: one line of an allow policy. */
record Grantee(String role, String member, @Nullable Condition condition) {
  private static final Pattern TEXT = Pattern.compile("(?s)(\\S+) (\\S+)(?: if (.*?): (.*))?");

  /** How it stands in a state: bindings are matched by role, member and condition. */
  String text() {
    Condition when = condition;
    return role
        + " "
        + member
        + (when == null ? "" : " if " + when.title() + ": " + when.expression());
  }

  /** That member, with the role and the condition of the blueprint. */
  static Grantee of(ConditionalRole wanted, String member) {
    return new Grantee(wanted.role().permission(), member, wanted.condition());
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

  /** Reads what {@link #text()} wrote; neither roles nor members have spaces in them. */
  static Grantee parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no line of an allow policy");
    }
    String title = matcher.group(3);
    return new Grantee(
        matcher.group(1),
        matcher.group(2),
        title == null ? null : new Condition(title, "", matcher.group(4)));
  }

  Grant grant(String scope, JustifiedPermission why) {
    Condition when = condition;
    return new Grant(member, why, scope, when == null ? "" : when.expression());
  }
}
