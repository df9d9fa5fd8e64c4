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
 * The access in the cluster that a blueprint asks for. Immutable.
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
   * @param rule the rule
   * @param reason why the component requires it
   * @param provenance the source of the entry
   * @param risks the risks of the rule
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
    for (RbacBlueprint.Component component : blueprint.components()) {
      for (RbacBlueprint.RoleSpec spec : component.roles()) {
        spec.rules()
            .forEach(rule -> entries.add(entry(blueprint.namespace(), component, spec, rule)));
      }
    }
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

  /** The rules of one account in one scope: {@code cluster} or a namespace. */
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
    entries.forEach(entry -> rows.add(json(entry)));
    return rows;
  }

  private static Map<String, Object> json(Entry entry) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("component", entry.component());
    row.put("serviceAccount", entry.serviceAccount());
    row.put("scope", entry.scope());
    row.put("role", entry.role());
    row.put("rule", RuleJson.tree(entry.rule()));
    row.put("reason", entry.reason());
    row.put("provenance", entry.provenance());
    row.put("risks", entry.risks().stream().map(PermissionReport::json).toList());
    return row;
  }

  private static Map<String, Object> json(Risk risk) {
    return Map.of("risk", risk.name(), "why", risk.why());
  }

  /** A table of aligned columns; risks are marked, and explained below it. */
  public String table() {
    return ReportTable.of(entries);
  }
}
