package dev.onboard4j.testkit.google;

import com.google.iam.v1.Binding;
import com.google.iam.v1.Policy;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The limits of conditions in an allow policy, after the quotas page of IAM. */
final class GcpConditions {
  private static final int OPERATORS = 12;
  private static final int SAME_ROLE_AND_PRINCIPAL = 20;
  private static final Pattern OPERATOR = Pattern.compile("&&|\\|\\||!(?!=)");

  private GcpConditions() {}

  static void check(Policy wanted) {
    Map<String, Integer> conditional = new TreeMap<>();
    for (Binding binding : wanted.getBindingsList()) {
      if (binding.hasCondition()) {
        checkExpression(binding.getCondition().getExpression());
        binding
            .getMembersList()
            .forEach(member -> conditional.merge(binding.getRole() + member, 1, Integer::sum));
      }
    }
    if (conditional.values().stream().anyMatch(count -> count > SAME_ROLE_AND_PRINCIPAL)) {
      throw GcpError.invalid(
          "The policy has more than 20 conditional bindings of one role and principal.");
    }
  }

  private static void checkExpression(String expression) {
    if (OPERATOR.matcher(expression).results().count() > OPERATORS) {
      throw GcpError.invalid(
          "The condition expression has more than 12 logical operators: " + expression);
    }
  }
}
