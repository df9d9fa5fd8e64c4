package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.HeldPermissions;
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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of a Role or ClusterRole: one field per resource and name, its verbs as members.
 *
 * <p>Rules that are grouped otherwise, or are covered by wider ones, count as there.
 */
final class RoleMapper implements ObjectMapper {
  static final String EXTRA = "extra-rules";
  private static final String RULES = "rules.";

  private final RoleSpec spec;
  private final List<PolicyRule> wanted;
  private final String holder;
  private final HeldPermissions held;

  /**
   * The mapper of one role.
   *
   * @param holder the account that the role is bound to
   */
  RoleMapper(RoleSpec spec, String holder, HeldPermissions held) {
    this.spec = spec;
    this.holder = holder;
    this.held = held;
    wanted = spec.wanted();
  }

  /** The state to ask for; {@code exactly} when what others added is to go. */
  State.Builder desired(boolean exactly) {
    SortedMap<String, SortedSet<String>> fields = fields(wanted);
    // A field that is only retired is managed too: it is to have no members.
    fields(spec.retired()).keySet().forEach(key -> fields.putIfAbsent(key, new TreeSet<>()));
    State.Builder state = State.builder().known("kind", spec.role().kind().kind());
    fields.forEach(state::members);
    return exactly ? state.known(EXTRA, List.of()) : state;
  }

  /** What earlier blueprints put there. */
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
    List<Object> rules = new ArrayList<>();
    if (target.json(EXTRA) == null) {
      List<PolicyRule> lasting = new ArrayList<>();
      for (Object one : KubeJson.list(object.get("rules"))) {
        PolicyRule rule = RuleJson.rule(KubeJson.map(one));
        List<PolicyRule> left = lasting(rule);
        lasting.addAll(left);
        rules.addAll(left.equals(List.of(rule)) ? List.of(one) : trees(left));
      }
      rules.addAll(lasting.isEmpty() ? asWritten() : trees(Rules.missing(lasting, wanted)));
    } else {
      rules.addAll(asWritten());
    }
    object.put("rules", rules);
  }

  private List<?> asWritten() {
    return spec.rules().stream().map(RuleSpec::tree).toList();
  }

  private static List<?> trees(Collection<PolicyRule> rules) {
    return rules.stream().map(RuleJson::tree).toList();
  }

  /** A rule as it is, unless a part of it is retired: then what is left of it. */
  private List<PolicyRule> lasting(PolicyRule rule) {
    TreeSet<PolicyRule> retired = new TreeSet<>(pieces(spec.retired()));
    retired.removeAll(pieces(wanted));
    List<PolicyRule> pieces = Rules.pieces(rule);
    List<PolicyRule> left = pieces.stream().filter(piece -> !retired.contains(piece)).toList();
    return left.size() == pieces.size() ? List.of(rule) : Rules.normal(left);
  }

  private static List<PolicyRule> pieces(Collection<PolicyRule> rules) {
    return rules.stream().flatMap(rule -> Rules.pieces(rule).stream()).toList();
  }

  @Override
  public List<RequiredPermission> beyond(boolean creating) {
    return creating ? held.creating(spec.role(), wanted) : held.updating(spec.role(), wanted);
  }

  /**
   * The rules in the blueprint's words with its reasons, and the others unexplained.
   *
   * <p>The holder is the account that the blueprint binds the role to.
   */
  @Override
  public List<Grant> access(State state) {
    List<PolicyRule> found = found(state);
    List<Grant> grants = new ArrayList<>();
    for (RuleSpec one : spec.rules()) {
      List<PolicyRule> given =
          Rules.pieces(one.rule()).stream()
              .filter(piece -> Rules.covers(found, List.of(piece)))
              .toList();
      if (!given.isEmpty()) {
        grants.add(
            grant(new JustifiedPermission(words(one, given), reason(one), one.why().provenance())));
      }
    }
    // What others added goes when an empty set of it is asked for.
    if (!List.of().equals(state.json(EXTRA))) {
      extra(found).forEach(rule -> grants.add(grant(JustifiedPermission.unexplained(rule))));
    }
    return grants;
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

  /** The rule as the blueprint has it, or the part of it that is there. */
  private static String words(RuleSpec one, List<PolicyRule> given) {
    return given.size() == Rules.pieces(one.rule()).size()
        ? one.why().permission()
        : String.join("; ", Rules.normal(given).stream().map(PolicyRule::toString).toList());
  }

  /** With what makes the rule more than it seems. */
  private String reason(RuleSpec one) {
    StringBuilder reason = new StringBuilder(one.why().reason());
    spec.risks(one.rule())
        .forEach(risk -> reason.append("; !").append(risk).append(": ").append(risk.why()));
    return reason.toString();
  }

  private static SortedMap<String, SortedSet<String>> fields(Collection<PolicyRule> rules) {
    SortedMap<String, SortedSet<String>> fields = new TreeMap<>();
    pieces(rules).forEach(piece -> put(fields, piece));
    return fields;
  }

  private static void put(Map<String, SortedSet<String>> fields, PolicyRule piece) {
    fields
        .computeIfAbsent(RULES + Wording.target(piece), key -> new TreeSet<>())
        .addAll(piece.verbs());
  }
}
