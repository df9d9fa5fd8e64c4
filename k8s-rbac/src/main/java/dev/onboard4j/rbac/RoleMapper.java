package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import dev.onboard4j.rbac.RbacBlueprint.RuleSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Maps the rules of a Role or ClusterRole: one field per resource and name, with verbs as members.
 *
 * <p>A rule of the blueprint exists when the found rules cover it, however they are grouped.
 */
final class RoleMapper implements ObjectMapper {
  static final String EXTRA = "extra-rules";
  private static final String RULES = "rules.";

  private final RoleSpec spec;
  private final List<PolicyRule> wanted;
  private final String holder;

  /**
   * The mapper of one role.
   *
   * @param holder the account that the role is bound to
   */
  RoleMapper(RoleSpec spec, String holder) {
    this.spec = spec;
    this.holder = holder;
    wanted = spec.wanted();
  }

  /** The desired state; {@code exactly} removes the rules that others added. */
  State.Builder desired(boolean exactly) {
    SortedMap<String, SortedSet<String>> fields = fields(wanted);
    // A field with retired members only is managed, too: it has to become empty.
    fields(spec.retired()).keySet().forEach(key -> fields.putIfAbsent(key, new TreeSet<>()));
    State.Builder state = State.builder().known("kind", spec.role().kind().kind());
    fields.forEach(state::members);
    return exactly ? state.known(EXTRA, List.of()) : state;
  }

  /** The rules of earlier blueprints. */
  State retired() {
    State.Builder state = State.builder();
    fields(spec.retired()).forEach(state::members);
    return state.build();
  }

  @Override
  public void observe(Map<String, Object> object, State.Builder state) {
    List<PolicyRule> found = RuleJson.rules(object.get("rules"));
    SortedMap<String, SortedSet<String>> fields = fields(found);
    wanted.stream()
        .flatMap(rule -> Rules.pieces(rule).stream())
        .filter(piece -> Rules.covers(found, List.of(piece)))
        .forEach(piece -> put(fields, piece));
    fields.forEach(state::members);
    state.known("kind", spec.role().kind().kind());
    state.known(EXTRA, extra(found));
  }

  private List<String> extra(List<PolicyRule> found) {
    return Rules.missing(wanted, found).stream().map(PolicyRule::toString).toList();
  }

  @Override
  public void write(Map<String, Object> object, State target) {
    List<?> found = target.json(EXTRA) == null ? KubeJson.list(object.get("rules")) : List.of();
    List<Object> rules = new ArrayList<>();
    List<PolicyRule> kept = new ArrayList<>();
    for (Object one : found) {
      PolicyRule rule = RuleJson.rule(KubeJson.map(one));
      List<PolicyRule> rest = spec.kept(rule);
      kept.addAll(rest);
      rules.addAll(rest.equals(List.of(rule)) ? List.of(one) : trees(rest));
    }
    rules.addAll(kept.isEmpty() ? asWritten() : trees(Rules.missing(kept, wanted)));
    object.put("rules", rules);
  }

  private List<?> asWritten() {
    return spec.rules().stream().map(RuleSpec::tree).toList();
  }

  private static List<?> trees(Collection<PolicyRule> rules) {
    return rules.stream().map(RuleJson::tree).toList();
  }

  @Override
  public List<RequiredPermission> escalation(boolean creating) {
    // With resourceNames the verb does not allow to create (measured; see docs).
    return List.of(
        creating ? spec.role().permissionOnAll("escalate") : spec.role().permission("escalate"));
  }

  /** The rules of the blueprint with their reasons, and the rules that others added without one. */
  @Override
  public List<Grant> access(State state) {
    List<PolicyRule> found = found(state);
    List<Grant> grants = new ArrayList<>();
    spec.rules().forEach(rule -> explained(rule, found).map(this::grant).ifPresent(grants::add));
    // A desired empty set removes the rules that others added.
    if (!List.of().equals(state.json(EXTRA))) {
      extra(found).forEach(rule -> grants.add(grant(JustifiedPermission.unexplained(rule))));
    }
    return grants;
  }

  /** The part of the rule that the found rules give; empty when they give nothing of it. */
  private Optional<JustifiedPermission> explained(RuleSpec rule, List<PolicyRule> found) {
    List<PolicyRule> given =
        Rules.pieces(rule.rule()).stream()
            .filter(piece -> Rules.covers(found, List.of(piece)))
            .toList();
    return given.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JustifiedPermission(words(rule, given), reason(rule), rule.why().provenance()));
  }

  private static List<PolicyRule> found(State state) {
    List<PolicyRule> found = new ArrayList<>();
    for (String field : state.fields().keySet()) {
      if (field.startsWith(RULES)) {
        String target = field.substring(RULES.length());
        state.items(field).forEach(verb -> found.add(Wording.piece(verb, target)));
      }
    }
    return found;
  }

  private Grant grant(JustifiedPermission permission) {
    return new Grant(holder, permission, spec.scope(), "");
  }

  /** The words of the blueprint, or those of the given part. */
  private static String words(RuleSpec one, List<PolicyRule> given) {
    return given.size() == Rules.pieces(one.rule()).size()
        ? one.why().permission()
        : String.join("; ", Rules.normal(given).stream().map(PolicyRule::toString).toList());
  }

  /** The reason, followed by the risks of the rule. */
  private String reason(RuleSpec one) {
    StringBuilder reason = new StringBuilder(one.why().reason());
    spec.risks(one.rule())
        .forEach(risk -> reason.append("; !").append(risk).append(": ").append(risk.why()));
    return reason.toString();
  }

  private static SortedMap<String, SortedSet<String>> fields(Collection<PolicyRule> rules) {
    SortedMap<String, SortedSet<String>> fields = new TreeMap<>();
    rules.stream()
        .flatMap(rule -> Rules.pieces(rule).stream())
        .forEach(piece -> put(fields, piece));
    return fields;
  }

  private static void put(Map<String, SortedSet<String>> fields, PolicyRule piece) {
    fields
        .computeIfAbsent(RULES + Wording.target(piece), key -> new TreeSet<>())
        .addAll(piece.verbs());
  }
}
