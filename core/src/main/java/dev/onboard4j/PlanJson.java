package dev.onboard4j;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The document {@code onboard4j/plan/v1}. */
final class PlanJson {
  static final String SCHEMA = "onboard4j/plan/v1";

  /** What the schema leaves to this library has changed this often; only the newest is read. */
  static final int FORMAT = 2;

  private PlanJson() {}

  static String write(OnboardingPlan plan) {
    return Json.pretty(tree(plan)) + "\n";
  }

  static String fingerprint(OnboardingPlan plan) {
    Map<String, Object> tree = tree(plan, "");
    return seal(tree);
  }

  /** The digest of everything but the digest. */
  static String seal(Map<String, Object> tree) {
    Map<String, Object> rest = new LinkedHashMap<>(tree);
    rest.remove("fingerprint");
    return "sha256:" + Json.digest(rest);
  }

  private static Map<String, Object> tree(OnboardingPlan plan) {
    return tree(plan, fingerprint(plan));
  }

  private static Map<String, Object> tree(OnboardingPlan plan, String fingerprint) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("schema", SCHEMA);
    tree.put("format", FORMAT);
    tree.put("operation", plan.operation().word());
    tree.put("cluster", plan.cluster().toString());
    tree.put("blueprint", plan.blueprint());
    tree.put("blueprintDigest", plan.blueprintDigest());
    tree.put("provider", plan.provider());
    tree.put("providerVersion", plan.providerVersion());
    tree.put("fingerprint", fingerprint);
    tree.put("settings", plan.settings());
    tree.put("changes", plan.changes().stream().map(PlanJson::change).toList());
    tree.put("factPermissions", plan.factPermissions().stream().map(PlanJson::permission).toList());
    tree.put("preflight", plan.preflight().stream().map(PlanJson::check).toList());
    tree.put("permissionDocuments", plan.permissionDocuments());
    tree.put("summary", plan.summary());
    return tree;
  }

  private static Map<String, @Nullable Object> change(Change change) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("id", change.id().toString());
    tree.put("kind", change.kind().name());
    tree.put("action", change.action().word());
    tree.put("reason", change.reason());
    tree.put("diff", change.diff().stream().map(PlanJson::diff).toList());
    tree.put("gate", gate(change.gate()));
    tree.put("extras", change.extras());
    tree.put("owner", change.owner().name().toLowerCase(Locale.ROOT));
    tree.put("observed", StateJson.write(change.before()));
    tree.put("planned", StateJson.write(change.after()));
    tree.put("following", change.dependsOn().stream().map(ResourceId::toString).toList());
    tree.put("accessBefore", change.accessBefore().stream().map(PlanJson::grant).toList());
    tree.put("accessAfter", change.accessAfter().stream().map(PlanJson::grant).toList());
    tree.put("permissions", change.permissions().stream().map(PlanJson::permission).toList());
    return tree;
  }

  private static Map<String, @Nullable Object> diff(FieldDiff diff) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("path", diff.path());
    tree.put("before", diff.before());
    tree.put("after", diff.after());
    return tree;
  }

  private static @Nullable Map<String, String> gate(Gate gate) {
    Map<String, String> tree = new LinkedHashMap<>();
    if (gate instanceof Gate.Consent consent) {
      tree.put("consent", consent.kind());
      tree.put("text", consent.text());
      return tree;
    }
    if (gate instanceof Gate.Blocked blocked) {
      tree.put("blocked", blocked.reason());
      tree.put("remedy", blocked.remedy());
      return tree;
    }
    return null;
  }

  private static Map<String, String> grant(Grant grant) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("principal", grant.principal());
    tree.put("permission", grant.permission().permission());
    tree.put("scope", grant.scope());
    tree.put("condition", grant.condition());
    tree.put("reason", grant.permission().reason());
    tree.put("provenance", grant.permission().provenance());
    return tree;
  }

  private static Map<String, String> permission(RequiredPermission permission) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("permission", permission.permission());
    tree.put("resource", permission.resource());
    return tree;
  }

  private static Map<String, String> check(PermissionCheck check) {
    Map<String, String> tree = permission(check.permission());
    tree.put("answer", check.answer().name());
    tree.put("how", check.how());
    return tree;
  }

  /** Reads a plan back, and refuses one that anybody touched. */
  static OnboardingPlan read(String json) {
    Map<String, Object> tree;
    try {
      tree = Json.object(json);
    } catch (IllegalArgumentException e) {
      throw OnboardingException.badInput(
          List.of(new Problem("plan", "this is no saved plan: " + e.getMessage())));
    }
    if (!SCHEMA.equals(tree.get("schema"))) {
      throw refused("the schema is " + tree.get("schema") + "; this version reads " + SCHEMA);
    }
    Object format = tree.getOrDefault("format", 1);
    if (!format.equals(FORMAT)) {
      throw refused(
          "the plan was saved in format " + format + "; this version reads format " + FORMAT);
    }
    if (!seal(tree).equals(tree.get("fingerprint"))) {
      throw refused("the plan does not match its fingerprint: it was changed after it was made");
    }
    try {
      return plan(tree);
    } catch (IllegalArgumentException e) {
      throw refused("this is no saved plan: " + e.getMessage());
    }
  }

  private static OnboardingException refused(String why) {
    return OnboardingException.of(Category.CONFLICT, why)
        .remedy("plan again and save the new plan")
        .build();
  }

  private static OnboardingPlan plan(Map<String, Object> tree) {
    TreeMap<String, String> settings = new TreeMap<>();
    JsonReader.object(tree, "settings").forEach((key, value) -> settings.put(key, (String) value));
    return new OnboardingPlan(
        Operation.valueOf(JsonReader.text(tree, "operation").toUpperCase(Locale.ROOT)),
        URI.create(JsonReader.text(tree, "cluster")),
        JsonReader.text(tree, "blueprint"),
        JsonReader.text(tree, "blueprintDigest"),
        JsonReader.text(tree, "provider"),
        JsonReader.text(tree, "providerVersion"),
        settings,
        JsonReader.list(tree, "changes").stream()
            .map(one -> readChange(JsonReader.object(one)))
            .toList(),
        readPermissions(tree, "factPermissions"),
        JsonReader.list(tree, "preflight").stream()
            .map(one -> readCheck(JsonReader.object(one)))
            .toList(),
        new TreeMap<>(JsonReader.object(tree, "permissionDocuments")));
  }

  private static Change readChange(Map<String, Object> tree) {
    return new Change(
        ResourceId.parse(JsonReader.text(tree, "id")),
        ResourceKind.valueOf(JsonReader.text(tree, "kind")),
        Action.ofWord(JsonReader.text(tree, "action")),
        JsonReader.text(tree, "reason"),
        JsonReader.list(tree, "diff").stream()
            .map(one -> readDiff(JsonReader.object(one)))
            .toList(),
        readGate(tree.get("gate")),
        JsonReader.texts(tree, "extras"),
        Owner.valueOf(JsonReader.text(tree, "owner").toUpperCase(Locale.ROOT)),
        StateJson.read(JsonReader.object(tree, "observed")),
        StateJson.read(JsonReader.object(tree, "planned")),
        new TreeSet<>(JsonReader.texts(tree, "following").stream().map(ResourceId::parse).toList()),
        readGrants(tree, "accessBefore"),
        readGrants(tree, "accessAfter"),
        readPermissions(tree, "permissions"));
  }

  private static FieldDiff readDiff(Map<String, Object> tree) {
    return new FieldDiff(JsonReader.text(tree, "path"), tree.get("before"), tree.get("after"));
  }

  private static Gate readGate(@Nullable Object value) {
    if (value == null) {
      return Gate.none();
    }
    Map<String, Object> tree = JsonReader.object(value);
    return tree.containsKey("consent")
        ? new Gate.Consent(JsonReader.text(tree, "consent"), JsonReader.text(tree, "text"))
        : new Gate.Blocked(JsonReader.text(tree, "blocked"), JsonReader.text(tree, "remedy"));
  }

  private static List<Grant> readGrants(Map<String, Object> tree, String key) {
    return JsonReader.list(tree, key).stream()
        .map(one -> readGrant(JsonReader.object(one)))
        .toList();
  }

  private static Grant readGrant(Map<String, Object> tree) {
    return new Grant(
        JsonReader.text(tree, "principal"),
        new JustifiedPermission(
            JsonReader.text(tree, "permission"),
            JsonReader.text(tree, "reason"),
            JsonReader.text(tree, "provenance")),
        JsonReader.text(tree, "scope"),
        JsonReader.text(tree, "condition"));
  }

  private static List<RequiredPermission> readPermissions(Map<String, Object> tree, String key) {
    return JsonReader.list(tree, key).stream()
        .map(one -> readPermission(JsonReader.object(one)))
        .toList();
  }

  private static RequiredPermission readPermission(Map<String, Object> tree) {
    return new RequiredPermission(
        JsonReader.text(tree, "permission"), JsonReader.text(tree, "resource"));
  }

  private static PermissionCheck readCheck(Map<String, Object> tree) {
    return new PermissionCheck(
        readPermission(tree),
        PermissionCheck.Answer.valueOf(JsonReader.text(tree, "answer")),
        JsonReader.text(tree, "how"));
  }
}
