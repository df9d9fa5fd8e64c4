package dev.onboard4j.plan;

import dev.onboard4j.json.JsonReader;
import dev.onboard4j.json.OrderedTree;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The changes of resources, the access that they grant, and the permissions that the caller needs.
 *
 * <p>Immutable. Equal worlds give equal plans, byte for byte.
 *
 * @param operation the operation
 * @param cluster the cluster
 * @param blueprint the id of the blueprint
 * @param blueprintDigest SHA-256 of the blueprint
 * @param provider the id of the cluster's provider
 * @param providerVersion the version of that provider
 * @param settings the settings of the caller, without endpoints and secrets
 * @param changes one per resource, in the order of work
 * @param factPermissions the permissions to read the facts
 * @param preflight whether the caller holds the needed permissions; one entry per permission
 * @param permissionDocuments the needed permissions as documents of the cloud, by name
 * @param incomplete what stays open when the plan is applied: the steps of a person, and what could
 *     not be checked
 * @param broader the access that others opened beyond the declaration; kept unless a setting or a
 *     change of this plan takes it away
 */
public record OnboardingPlan(
    Operation operation,
    URI cluster,
    String blueprint,
    String blueprintDigest,
    String provider,
    String providerVersion,
    SortedMap<String, String> settings,
    List<Change> changes,
    List<RequiredPermission> factPermissions,
    List<PermissionCheck> preflight,
    SortedMap<String, Object> permissionDocuments,
    List<Incomplete> incomplete,
    List<BroaderAccess> broader) {

  /** Keeps unmodifiable copies. */
  public OnboardingPlan {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    changes = List.copyOf(changes);
    factPermissions = List.copyOf(factPermissions);
    preflight = List.copyOf(preflight);
    TreeMap<String, Object> documents = new TreeMap<>();
    permissionDocuments.forEach((name, tree) -> documents.put(name, ordered(tree)));
    permissionDocuments = Collections.unmodifiableSortedMap(documents);
    incomplete = List.copyOf(incomplete);
    broader = List.copyOf(broader);
  }

  private static Object ordered(Object tree) {
    return Objects.requireNonNull(OrderedTree.of(tree));
  }

  /** The changes of roles. */
  public List<Change> roles() {
    return of(ResourceKind.ROLE);
  }

  /** The changes of policies. */
  public List<Change> policies() {
    return of(ResourceKind.POLICY);
  }

  /** The changes of APIs to enable. */
  public List<Change> apis() {
    return of(ResourceKind.API);
  }

  /** The changes of Kubernetes RBAC objects. */
  public List<Change> rbacRules() {
    return of(ResourceKind.RBAC);
  }

  /** The changes of components hosted in the cluster. */
  public List<Change> components() {
    return of(ResourceKind.COMPONENT);
  }

  private List<Change> of(ResourceKind kind) {
    return changes.stream().filter(change -> change.kind() == kind).toList();
  }

  /** Whether an apply would write. */
  public boolean hasChanges() {
    return changes.stream().anyMatch(change -> change.action().writes());
  }

  /** The access after the plan is applied. */
  public List<Grant> access() {
    return changes.stream().flatMap(change -> change.accessAfter().stream()).toList();
  }

  /** The access that the objects of this plan grant before it is applied. */
  public List<Grant> accessBefore() {
    return changes.stream().flatMap(change -> change.accessBefore().stream()).toList();
  }

  /** The permissions that the caller needs for this plan, by step. */
  public List<StepPermission> requiredPermissions() {
    List<StepPermission> all = new ArrayList<>();
    factPermissions.forEach(one -> all.add(of(one, "facts")));
    changes.forEach(
        change -> change.permissions().forEach(one -> all.add(of(one, change.id().toString()))));
    return List.copyOf(all);
  }

  private static StepPermission of(RequiredPermission permission, String step) {
    return new StepPermission(permission.permission(), permission.resource(), step);
  }

  /** The number of changes by action, and the number of gates; the keys are those of the JSON. */
  public Map<String, Integer> summary() {
    Map<Action, Long> counts =
        changes.stream().collect(Collectors.groupingBy(Change::action, Collectors.counting()));
    Map<String, Integer> summary = new LinkedHashMap<>();
    for (Action action :
        List.of(
            Action.CREATE,
            Action.UPDATE,
            Action.REPLACE,
            Action.DELETE,
            Action.KEEP,
            Action.MANUAL)) {
      summary.put(action.word(), counts.getOrDefault(action, 0L).intValue());
    }
    summary.put("consent", gates(Gate.Consent.class));
    summary.put("blocked", gates(Gate.Blocked.class));
    return summary;
  }

  private int gates(Class<? extends Gate> sort) {
    return (int) changes.stream().filter(change -> sort.isInstance(change.gate())).count();
  }

  /**
   * Refuses a cluster that the plan is not for.
   *
   * @throws OnboardingException of category CONFLICT
   */
  public void checkCluster(ClusterRef expected) {
    if (!cluster.equals(expected.uri())) {
      throw OnboardingException.of(
              Category.CONFLICT, "the plan is for " + cluster + ", not for " + expected.uri())
          .remedy("plan for that cluster, or take the plan that was made for it")
          .build();
    }
  }

  /** SHA-256 of the saved form: {@code sha256:} and hexadecimal digits. */
  public String fingerprint() {
    return PlanDocument.fingerprint(tree());
  }

  /** The plan as JSON, schema {@code onboard4j/plan/v1}; {@link #fromJson} reads it. */
  public String toJson() {
    return PlanDocument.text(tree());
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = PlanDocument.begun();
    tree.put("operation", operation.word());
    tree.put("cluster", cluster.toString());
    tree.put("blueprint", blueprint);
    tree.put("blueprintDigest", blueprintDigest);
    tree.put("provider", provider);
    tree.put("providerVersion", providerVersion);
    tree.put("fingerprint", "");
    tree.put("settings", settings);
    tree.put("changes", changes.stream().map(ChangeJson::write).toList());
    tree.put("factPermissions", factPermissions.stream().map(ChangeJson::permission).toList());
    tree.put("preflight", preflight.stream().map(ChangeJson::check).toList());
    tree.put("permissionDocuments", permissionDocuments);
    tree.put("summary", summary());
    tree.put("incomplete", incomplete.stream().map(NoticeJson::write).toList());
    tree.put("broader", broader.stream().map(NoticeJson::write).toList());
    return tree;
  }

  /**
   * Reads a plan that {@link #toJson()} wrote; {@code Onboarding.read} makes it applicable.
   *
   * @throws OnboardingException of category CALLER if the text is not a JSON object, of category
   *     CONFLICT if the plan was changed by hand or has another schema or format
   */
  public static OnboardingPlan fromJson(String json) {
    return PlanDocument.read(json, OnboardingPlan::fromTree, OnboardingPlan::fingerprint);
  }

  private static OnboardingPlan fromTree(Map<String, Object> tree) {
    return new OnboardingPlan(
        Operation.valueOf(JsonReader.text(tree, "operation").toUpperCase(Locale.ROOT)),
        URI.create(JsonReader.text(tree, "cluster")),
        JsonReader.text(tree, "blueprint"),
        JsonReader.text(tree, "blueprintDigest"),
        JsonReader.text(tree, "provider"),
        JsonReader.text(tree, "providerVersion"),
        settings(tree),
        JsonReader.objects(tree, "changes", ChangeJson::read),
        ChangeJson.readPermissions(tree, "factPermissions"),
        JsonReader.objects(tree, "preflight", ChangeJson::readCheck),
        new TreeMap<>(JsonReader.object(tree, "permissionDocuments")),
        JsonReader.objects(tree, "incomplete", NoticeJson::readIncomplete),
        JsonReader.objects(tree, "broader", NoticeJson::readBroader));
  }

  private static SortedMap<String, String> settings(Map<String, Object> tree) {
    TreeMap<String, String> settings = new TreeMap<>();
    JsonReader.object(tree, "settings")
        .forEach((key, value) -> settings.put(key, String.valueOf(value)));
    return settings;
  }

  /** The plan as text for people, without colours. */
  public String describe() {
    return describe(Style.PLAIN);
  }

  /** The plan as text for people. */
  public String describe(Style style) {
    String notices =
        new PlanNotices(new AnsiColors(style)).text(broader(), preflight(), incomplete());
    return new PlanRenderer(style).text(heading(), notices, changes, summaryLine());
  }

  private String heading() {
    String what =
        switch (operation) {
          case APPLY -> "Plan to bring " + cluster + " on board";
          case REMOVE -> "Plan to undo the onboarding of " + cluster;
          case DRIFT -> "Drift of " + cluster;
        };
    return what + " (" + blueprint + ")";
  }

  private String summaryLine() {
    return changes.isEmpty()
        ? "Summary: nothing is declared."
        : summary().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", "Summary: ", "."));
  }
}
