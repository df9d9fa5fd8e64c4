package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.HeldPermissions;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who gets a role: the role never changes in place, the subjects are a set that others add to. */
final class BindingMapper implements ObjectMapper {
  static final String EXTRA = "extra-subjects";
  private static final String ROLE = "roleRef";
  private static final String SUBJECTS = "subjects";

  private final RoleSpec spec;
  private final String subject;
  private final HeldPermissions held;

  /**
   * The mapper of one binding.
   *
   * @param subject the account that gets the role
   */
  BindingMapper(RoleSpec spec, String subject, HeldPermissions held) {
    this.spec = spec;
    this.subject = subject;
    this.held = held;
  }

  /** How a service account is written among the subjects. */
  static String account(String namespace, String name) {
    return "ServiceAccount " + namespace + "/" + name;
  }

  /** The state to ask for; {@code exactly} when what others added is to go. */
  State.Builder desired(boolean exactly) {
    State.Builder state =
        State.builder()
            .fixed(ROLE, role(spec.role().kind().kind(), spec.role().name()))
            .members(SUBJECTS, List.of(subject));
    return exactly ? state.known(EXTRA, List.of()) : state;
  }

  private static String role(String kind, String name) {
    return kind + " " + name;
  }

  @Override
  public void observe(Map<String, Object> object, State.Builder state) {
    Map<String, Object> role = KubeJson.map(object.get("roleRef"));
    SortedSet<String> subjects = new TreeSet<>();
    KubeJson.list(object.get("subjects")).forEach(one -> subjects.add(subject(KubeJson.map(one))));
    state.fixed(ROLE, role(KubeJson.text(role.get("kind")), KubeJson.text(role.get("name"))));
    state.members(SUBJECTS, subjects);
    state.known(EXTRA, subjects.stream().filter(one -> !one.equals(subject)).toList());
  }

  private static String subject(Map<String, Object> tree) {
    String namespace = KubeJson.text(tree.get("namespace"));
    return KubeJson.text(tree.get("kind"))
        + " "
        + (namespace.isEmpty() ? "" : namespace + "/")
        + KubeJson.text(tree.get("name"));
  }

  @Override
  public void write(Map<String, Object> object, State target) {
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("apiGroup", spec.role().kind().group());
    role.put("kind", spec.role().kind().kind());
    role.put("name", spec.role().name());
    object.put("roleRef", role);
    List<Object> subjects = new ArrayList<>();
    if (target.json(EXTRA) == null) {
      subjects.addAll(KubeJson.list(object.get("subjects")));
    }
    if (subjects.stream().noneMatch(one -> subject(KubeJson.map(one)).equals(subject))) {
      subjects.add(ours());
    }
    object.put("subjects", subjects);
  }

  private Map<String, Object> ours() {
    String full = subject.substring(subject.indexOf(' ') + 1);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", "ServiceAccount");
    tree.put("name", full.substring(full.indexOf('/') + 1));
    tree.put("namespace", full.substring(0, full.indexOf('/')));
    return tree;
  }

  @Override
  public List<RequiredPermission> beyond(boolean creating) {
    return held.binding(spec.role(), spec.wanted());
  }

  /**
   * The whole role for subjects that the blueprint does not name, and for all of them when it is
   * another role; what its own subject has is told rule by rule where the role is.
   */
  @Override
  public List<Grant> access(State state) {
    Object role = state.json(ROLE);
    boolean added = !List.of().equals(state.json(EXTRA));
    boolean meant = role(spec.role().kind().kind(), spec.role().name()).equals(role);
    return state.items(SUBJECTS).stream()
        .filter(one -> one.equals(subject) ? !meant : added)
        .map(
            one ->
                new Grant(
                    one, JustifiedPermission.unexplained(String.valueOf(role)), spec.scope(), ""))
        .toList();
  }
}
