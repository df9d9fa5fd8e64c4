package dev.onboard4j.rbac;

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

/** Maps a binding: its role cannot change in place, and others may add subjects. */
final class BindingMapper implements ObjectMapper {
  static final String EXTRA = "extra-subjects";
  private static final String ROLE = "roleRef";
  private static final String SUBJECTS = "subjects";

  private final RoleSpec spec;
  private final String subject;

  /**
   * The mapper of one binding.
   *
   * @param subject the account that the role is bound to
   */
  BindingMapper(RoleSpec spec, String subject) {
    this.spec = spec;
    this.subject = subject;
  }

  /** A service account as subjects name it. */
  static String account(String namespace, String name) {
    return "ServiceAccount " + namespace + "/" + name;
  }

  /** The desired state; {@code exactly} removes the subjects that others added. */
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
    object.put("roleRef", roleRef());
    List<Object> subjects = new ArrayList<>();
    if (target.json(EXTRA) == null) {
      subjects.addAll(KubeJson.list(object.get("subjects")));
    }
    if (subjects.stream().noneMatch(one -> subject(KubeJson.map(one)).equals(subject))) {
      subjects.add(ownSubject());
    }
    object.put("subjects", subjects);
  }

  private Map<String, Object> roleRef() {
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("apiGroup", spec.role().kind().group());
    role.put("kind", spec.role().kind().kind());
    role.put("name", spec.role().name());
    return role;
  }

  private Map<String, Object> ownSubject() {
    String full = subject.substring(subject.indexOf(' ') + 1);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", "ServiceAccount");
    tree.put("name", full.substring(full.indexOf('/') + 1));
    tree.put("namespace", full.substring(0, full.indexOf('/')));
    return tree;
  }

  @Override
  public List<RequiredPermission> escalation(boolean creating) {
    return List.of(spec.role().permission("bind"));
  }

  /**
   * The whole role for subjects that others added, and for all subjects when the role is another
   * one; the access of the blueprint's own subject follows rule by rule from its role.
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
