package dev.onboard4j.plan;

import dev.onboard4j.json.JsonReader;
import dev.onboard4j.json.StateJson;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The JSON form of a change. */
final class ChangeJson {
  private ChangeJson() {}

  static Map<String, @Nullable Object> write(Change change) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("id", change.id().toString());
    tree.put("kind", change.kind().name());
    tree.put("action", change.action().word());
    tree.put("reason", change.reason());
    tree.put("diff", change.diff().stream().map(ChangeJson::diff).toList());
    tree.put("gate", gate(change.gate()));
    tree.put("extras", change.extras());
    tree.put("owner", change.owner().name().toLowerCase(Locale.ROOT));
    tree.put("observed", StateJson.write(change.before()));
    tree.put("planned", StateJson.write(change.after()));
    tree.put("dependsOn", change.dependsOn().stream().map(ResourceId::toString).toList());
    tree.put("accessBefore", change.accessBefore().stream().map(ChangeJson::grant).toList());
    tree.put("accessAfter", change.accessAfter().stream().map(ChangeJson::grant).toList());
    tree.put("permissions", change.permissions().stream().map(ChangeJson::permission).toList());
    return tree;
  }

  private static Map<String, @Nullable Object> diff(FieldDiff diff) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("path", diff.path());
    tree.put("before", diff.before());
    tree.put("after", diff.after());
    return tree;
  }

  private static @Nullable Map<String, Object> gate(Gate gate) {
    if (gate instanceof Gate.Consent consent) {
      return consent(consent);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    if (gate instanceof Gate.Blocked blocked) {
      tree.put("blocked", blocked.reason());
      tree.put("remedy", blocked.remedy());
      return tree;
    }
    return null;
  }

  private static Map<String, Object> consent(Gate.Consent consent) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("consent", consent.kind());
    tree.put("text", consent.text());
    if (!consent.beside().isEmpty()) {
      tree.put("beside", consent.beside().stream().map(ChangeJson::consent).toList());
    }
    return tree;
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

  static Map<String, String> permission(RequiredPermission permission) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("permission", permission.permission());
    tree.put("resource", permission.resource());
    return tree;
  }

  static Map<String, String> check(PermissionCheck check) {
    Map<String, String> tree = permission(check.permission());
    tree.put("answer", check.answer().name());
    tree.put("how", check.how());
    return tree;
  }

  static Change read(Map<String, Object> tree) {
    return new Change(
        ResourceId.parse(JsonReader.text(tree, "id")),
        ResourceKind.valueOf(JsonReader.text(tree, "kind")),
        Action.ofWord(JsonReader.text(tree, "action")),
        JsonReader.text(tree, "reason"),
        JsonReader.objects(tree, "diff", ChangeJson::readDiff),
        readGate(tree.get("gate")),
        JsonReader.texts(tree, "extras"),
        Owner.valueOf(JsonReader.text(tree, "owner").toUpperCase(Locale.ROOT)),
        StateJson.read(JsonReader.object(tree, "observed")),
        StateJson.read(JsonReader.object(tree, "planned")),
        new TreeSet<>(JsonReader.texts(tree, "dependsOn").stream().map(ResourceId::parse).toList()),
        readGrants(tree, "accessBefore"),
        readGrants(tree, "accessAfter"),
        readPermissions(tree, "permissions"));
  }

  private static FieldDiff readDiff(Map<String, Object> tree) {
    return new FieldDiff(
        JsonReader.text(tree, "path"), canonical(tree.get("before")), canonical(tree.get("after")));
  }

  /** The value with the types of numbers that states have, so that a plan equals itself again. */
  private static @Nullable Object canonical(@Nullable Object json) {
    return new State.Known(json, false).json();
  }

  private static Gate readGate(@Nullable Object value) {
    if (value == null) {
      return Gate.none();
    }
    Map<String, Object> tree = JsonReader.object(value);
    return tree.containsKey("consent")
        ? readConsent(tree)
        : new Gate.Blocked(JsonReader.text(tree, "blocked"), JsonReader.text(tree, "remedy"));
  }

  private static Gate.Consent readConsent(Map<String, Object> tree) {
    return new Gate.Consent(
        JsonReader.text(tree, "consent"),
        JsonReader.text(tree, "text"),
        tree.containsKey("beside")
            ? JsonReader.objects(tree, "beside", ChangeJson::readConsent)
            : List.of());
  }

  private static List<Grant> readGrants(Map<String, Object> tree, String key) {
    return JsonReader.objects(tree, key, ChangeJson::readGrant);
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

  static List<RequiredPermission> readPermissions(Map<String, Object> tree, String key) {
    return JsonReader.objects(tree, key, ChangeJson::readPermission);
  }

  private static RequiredPermission readPermission(Map<String, Object> tree) {
    return new RequiredPermission(
        JsonReader.text(tree, "permission"), JsonReader.text(tree, "resource"));
  }

  static PermissionCheck readCheck(Map<String, Object> tree) {
    return new PermissionCheck(
        readPermission(tree),
        PermissionCheck.Answer.valueOf(JsonReader.text(tree, "answer")),
        JsonReader.text(tree, "how"));
  }
}
