package dev.onboard4j.testkit.azure;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ids of resources and scopes, which Azure compares without case. */
final class AzureId {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final String MANAGEMENT_GROUP =
      "/providers/microsoft.management/managementgroups/";

  private AzureId() {}

  /** Equal for equal ids. */
  static String key(String id) {
    String key = id.toLowerCase(Locale.ROOT);
    return key.length() > 1 && key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
  }

  static boolean same(String one, String other) {
    return key(one).equals(key(other));
  }

  /** Whether a scope is another one or lies below it. */
  static boolean within(String scope, String ancestor) {
    String above = key(ancestor);
    return above.equals("/") || above.isEmpty() || (key(scope) + "/").startsWith(above + "/");
  }

  /** The last part. */
  static String name(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  static boolean guid(String text) {
    return GUID.matcher(text).matches();
  }

  static boolean managementGroup(String scope) {
    return key(scope).startsWith(MANAGEMENT_GROUP);
  }

  /** The id of a scope's subscription, or the empty string. */
  static String subscription(String scope) {
    return part(scope, 0, "subscriptions");
  }

  /** The name of a scope's resource group, or the empty string. */
  static String group(String scope) {
    return part(scope, 2, "resourcegroups");
  }

  private static String part(String scope, int at, String name) {
    List<String> parts = List.of(scope.replaceFirst("^/", "").split("/", -1));
    return parts.size() > at + 1 && key(parts.get(at)).equals(name) ? parts.get(at + 1) : "";
  }

  static String ofSubscription(String id) {
    return "/subscriptions/" + id;
  }

  static String ofGroup(String subscription, String group) {
    return ofSubscription(subscription) + "/resourceGroups/" + group;
  }
}
