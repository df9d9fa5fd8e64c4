package dev.onboard4j.eks;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.support.Reasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Derives the grants of canonical policy documents, one for each action of each statement.
 *
 * <p>Deny statements give no grants. The grants have no reasons: see {@link Reasons}.
 */
final class PolicyGrants {
  private static final String ASSUME = "sts:AssumeRole";
  private static final String EXTERNAL_ID = "sts:ExternalId";

  private PolicyGrants() {}

  /** The grants that a document gives to its holder. */
  static List<Grant> allowed(String holder, @Nullable Object document) {
    List<Grant> grants = new ArrayList<>();
    for (Map<?, ?> statement : PolicyDocument.statementsOf(document)) {
      if ("Allow".equals(statement.get("Effect"))) {
        String scope = words(statement, "Resource");
        actions(statement)
            .forEach(action -> grants.add(grant(holder, action, scope, condition(statement))));
      }
    }
    return grants;
  }

  /** The grants that the trust document of a role gives to its principals. */
  static List<Grant> trusted(String role, @Nullable Object document) {
    List<Grant> grants = new ArrayList<>();
    for (Map<?, ?> statement : PolicyDocument.statementsOf(document)) {
      if ("Allow".equals(statement.get("Effect"))) {
        for (String principal : principals(statement)) {
          actions(statement)
              .forEach(action -> grants.add(grant(principal, action, role, condition(statement))));
        }
      }
    }
    return grants;
  }

  /** The grant of an attached managed policy: its present and future statements. */
  static Grant attached(String holder, String policy) {
    return grant(holder, "all of " + policy, "*", "");
  }

  /** An instance with that profile acts as the role. */
  static Grant carried(String profile, String role) {
    return grant(profile, ASSUME, role, "");
  }

  private static Grant grant(String principal, String permission, String scope, String condition) {
    return new Grant(principal, JustifiedPermission.unexplained(permission), scope, condition);
  }

  private static List<String> actions(Map<?, ?> statement) {
    return statement.containsKey("NotAction")
        ? List.of(words(statement, "Action"))
        : PolicyDocument.texts(statement.get("Action"));
  }

  private static String words(Map<?, ?> statement, String element) {
    String but = "Not" + element;
    return statement.containsKey(but)
        ? "all but " + String.join(", ", PolicyDocument.texts(statement.get(but)))
        : String.join(", ", PolicyDocument.texts(statement.get(element)));
  }

  private static List<String> principals(Map<?, ?> statement) {
    return statement.containsKey("NotPrincipal")
        ? List.of("all but " + String.join(", ", principals(statement.get("NotPrincipal"))))
        : principals(statement.get("Principal"));
  }

  private static List<String> principals(@Nullable Object principal) {
    List<String> all = new ArrayList<>();
    if (principal instanceof Map<?, ?> byKind) {
      byKind.values().forEach(who -> all.addAll(PolicyDocument.texts(who)));
    }
    return all;
  }

  /** Describes the external-id condition as text and any other condition as JSON. */
  private static String condition(Map<?, ?> statement) {
    Object condition = statement.get("Condition");
    if (condition == null) {
      return "";
    }
    return condition instanceof Map<?, ?> operators
            && operators.size() == 1
            && operators.get("StringEquals") instanceof Map<?, ?> keys
            && keys.size() == 1
            && keys.get(EXTERNAL_ID) instanceof List<?> ids
            && ids.size() == 1
        ? EXTERNAL_ID + " is " + ids.get(0)
        : Json.write(condition);
  }
}
