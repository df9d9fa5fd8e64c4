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

/**
 * The binding of one member to one role, under a condition if there is one. Immutable.
 *
 * @param condition the condition, or null
 */
record MemberBinding(String role, String member, @Nullable Condition condition) {
  private static final Pattern TEXT = Pattern.compile("(?s)(\\S+) (\\S+)(?: if (.*?): (.*))?");

  /** The text of the binding in a state: role, member and condition, which identify it. */
  String text() {
    Condition when = condition;
    return role
        + " "
        + member
        + (when == null ? "" : " if " + when.title() + ": " + when.expression());
  }

  /** The binding of a member to a role of the blueprint. */
  static MemberBinding of(ConditionalRole role, String member) {
    return new MemberBinding(role.role().permission(), member, role.condition());
  }

  static MemberBinding of(Binding binding, String member) {
    Expr expr = binding.getCondition();
    return new MemberBinding(
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

  /** Parses {@link #text()}; roles and members contain no spaces. */
  static MemberBinding parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not the text of a binding");
    }
    String title = matcher.group(3);
    return new MemberBinding(
        matcher.group(1),
        matcher.group(2),
        title == null ? null : new Condition(title, "", matcher.group(4)));
  }

  Grant grant(String scope, JustifiedPermission permission) {
    Condition when = condition;
    return new Grant(member, permission, scope, when == null ? "" : when.expression());
  }
}
