package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.Risk;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may do what where in the cluster, as a blueprint asks for it. Immutable.
 *
 * <pre>{@code
 * System.out.println(PermissionReport.of(section).table());
 * }</pre>
 *
 * @param entries one per rule, in the order of the blueprint
 */
public record PermissionReport(List<Entry> entries) {
  /**
   * One rule that a component has.
   *
   * @param component the component
   * @param serviceAccount the account it runs as, with its namespace
   * @param scope {@code cluster}, or the namespace
   * @param role the role that holds the rule
   * @param rule what is allowed
   * @param reason why it is asked for
   * @param provenance where the entry comes from
   * @param risks what makes it more than it seems
   */
  public record Entry(
      String component,
      String serviceAccount,
      String scope,
      String role,
      PolicyRule rule,
      String reason,
      String provenance,
      List<Risk> risks) {}

  /** Keeps an unmodifiable copy. */
  public PermissionReport {
    entries = List.copyOf(entries);
  }

  /**
   * The report of a blueprint's section {@code contributors.kubernetes}.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER with every problem of it
   */
  public static PermissionReport of(Map<String, Object> section) {
    RbacBlueprint blueprint = RbacBlueprint.of(section);
    List<Entry> entries = new ArrayList<>();
    blueprint
        .components()
        .forEach(
            component ->
                component
                    .roles()
                    .forEach(
                        spec ->
                            spec.rules()
                                .forEach(
                                    one ->
                                        entries.add(
                                            entry(blueprint.namespace(), component, spec, one)))));
    return new PermissionReport(entries);
  }

  private static Entry entry(
      String namespace,
      RbacBlueprint.Component component,
      RbacBlueprint.RoleSpec spec,
      RbacBlueprint.RuleSpec one) {
    return new Entry(
        component.name(),
        namespace + "/" + spec.serviceAccount(),
        spec.role().namespace().isEmpty() ? "cluster" : spec.role().namespace(),
        spec.role().toString(),
        one.rule(),
        one.why().reason(),
        one.why().provenance(),
        spec.risks(one.rule()));
  }

  /** What one account may do in one scope: {@code cluster} or a namespace. */
  public List<PolicyRule> rules(String serviceAccount, String scope) {
    return Rules.normal(
        entries.stream()
            .filter(one -> one.serviceAccount().equals(serviceAccount))
            .filter(one -> one.scope().equals(scope))
            .map(Entry::rule)
            .toList());
  }

  /** A JSON tree of maps and lists. */
  public List<Map<String, Object>> json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Entry one : entries) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("component", one.component());
      row.put("serviceAccount", one.serviceAccount());
      row.put("scope", one.scope());
      row.put("role", one.role());
      row.put("rule", RuleJson.tree(one.rule()));
      row.put("reason", one.reason());
      row.put("provenance", one.provenance());
      row.put(
          "risks",
          one.risks().stream()
              .map(risk -> Map.of("risk", risk.name(), "why", risk.why()))
              .toList());
      rows.add(row);
    }
    return rows;
  }

  /** An aligned table for people; what is risky is marked and explained below it. */
  public String table() {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"COMPONENT", "WHERE", "MAY", ""});
    entries.forEach(
        one ->
            rows.add(
                new String[] {
                  one.component(),
                  one.scope(),
                  one.rule().toString(),
                  String.join(" ", one.risks().stream().map(risk -> "!" + risk).toList())
                }));
    int[] widths = new int[4];
    rows.forEach(
        row -> {
          for (int i = 0; i < row.length; i++) {
            widths[i] = Math.min(70, Math.max(widths[i], row[i].length()));
          }
        });
    StringBuilder table = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).append(" ".repeat(Math.max(0, widths[i] - row[i].length()) + 2));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    entries.stream()
        .flatMap(one -> one.risks().stream())
        .distinct()
        .sorted()
        .forEach(
            risk -> table.append('!').append(risk).append(": ").append(risk.why()).append('\n'));
    return table.toString();
  }
}
