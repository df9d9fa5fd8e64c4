package dev.onboard4j;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Need;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Verdict;
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
    tree.put("operation", plan.operation().word());
    tree.put("cluster", plan.cluster().toString());
    tree.put("blueprint", plan.blueprint());
    tree.put("blueprintDigest", plan.blueprintDigest());
    tree.put("provider", plan.provider());
    tree.put("providerVersion", plan.providerVersion());
    tree.put("fingerprint", fingerprint);
    tree.put("settings", plan.settings());
    tree.put("changes", plan.changes().stream().map(PlanJson::change).toList());
    tree.put("factNeeds", plan.factNeeds().stream().map(PlanJson::need).toList());
    tree.put("preflight", plan.preflight().stream().map(PlanJson::verdict).toList());
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
    tree.put("following", change.following().stream().map(ResourceId::toString).toList());
    tree.put("grants", change.grants().stream().map(PlanJson::grant).toList());
    tree.put("needs", change.needs().stream().map(PlanJson::need).toList());
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
    tree.put("permission", grant.permission());
    tree.put("scope", grant.scope());
    tree.put("condition", grant.condition());
    tree.put("reason", grant.reason());
    tree.put("provenance", grant.provenance());
    return tree;
  }

  private static Map<String, String> need(Need need) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("permission", need.permission());
    tree.put("resource", need.resource());
    return tree;
  }

  private static Map<String, String> verdict(Verdict verdict) {
    Map<String, String> tree = need(verdict.need());
    tree.put("answer", verdict.answer().name());
    tree.put("how", verdict.how());
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
    Tree.object(tree, "settings").forEach((key, value) -> settings.put(key, (String) value));
    return new OnboardingPlan(
        Operation.valueOf(Tree.text(tree, "operation").toUpperCase(Locale.ROOT)),
        URI.create(Tree.text(tree, "cluster")),
        Tree.text(tree, "blueprint"),
        Tree.text(tree, "blueprintDigest"),
        Tree.text(tree, "provider"),
        Tree.text(tree, "providerVersion"),
        settings,
        Tree.list(tree, "changes").stream().map(one -> readChange(Tree.object(one))).toList(),
        readNeeds(tree, "factNeeds"),
        Tree.list(tree, "preflight").stream().map(one -> readVerdict(Tree.object(one))).toList(),
        new TreeMap<>(Tree.object(tree, "permissionDocuments")));
  }

  private static Change readChange(Map<String, Object> tree) {
    return new Change(
        ResourceId.parse(Tree.text(tree, "id")),
        ResourceKind.valueOf(Tree.text(tree, "kind")),
        Action.ofWord(Tree.text(tree, "action")),
        Tree.text(tree, "reason"),
        Tree.list(tree, "diff").stream().map(one -> readDiff(Tree.object(one))).toList(),
        readGate(tree.get("gate")),
        Tree.texts(tree, "extras"),
        Owner.valueOf(Tree.text(tree, "owner").toUpperCase(Locale.ROOT)),
        StateJson.read(Tree.object(tree, "observed")),
        StateJson.read(Tree.object(tree, "planned")),
        new TreeSet<>(Tree.texts(tree, "following").stream().map(ResourceId::parse).toList()),
        Tree.list(tree, "grants").stream().map(one -> readGrant(Tree.object(one))).toList(),
        readNeeds(tree, "needs"));
  }

  private static FieldDiff readDiff(Map<String, Object> tree) {
    return new FieldDiff(Tree.text(tree, "path"), tree.get("before"), tree.get("after"));
  }

  private static Gate readGate(@Nullable Object value) {
    if (value == null) {
      return Gate.none();
    }
    Map<String, Object> tree = Tree.object(value);
    return tree.containsKey("consent")
        ? new Gate.Consent(Tree.text(tree, "consent"), Tree.text(tree, "text"))
        : new Gate.Blocked(Tree.text(tree, "blocked"), Tree.text(tree, "remedy"));
  }

  private static Grant readGrant(Map<String, Object> tree) {
    return new Grant(
        Tree.text(tree, "principal"),
        Tree.text(tree, "permission"),
        Tree.text(tree, "scope"),
        Tree.text(tree, "condition"),
        Tree.text(tree, "reason"),
        Tree.text(tree, "provenance"));
  }

  private static List<Need> readNeeds(Map<String, Object> tree, String key) {
    return Tree.list(tree, key).stream().map(one -> readNeed(Tree.object(one))).toList();
  }

  private static Need readNeed(Map<String, Object> tree) {
    return new Need(Tree.text(tree, "permission"), Tree.text(tree, "resource"));
  }

  private static Verdict readVerdict(Map<String, Object> tree) {
    return new Verdict(
        readNeed(tree), Verdict.Answer.valueOf(Tree.text(tree, "answer")), Tree.text(tree, "how"));
  }
}
