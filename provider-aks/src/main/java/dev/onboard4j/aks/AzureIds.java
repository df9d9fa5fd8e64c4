package dev.onboard4j.aks;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares and takes apart the ids of Azure, whose services return them in different cases. */
final class AzureIds {
  private static final Pattern IN_GROUP =
      Pattern.compile("(?i)/subscriptions/([^/]+)/resourceGroups/([^/]+)(/.*)?");

  private AzureIds() {}

  static boolean same(String a, String b) {
    return a.equalsIgnoreCase(b);
  }

  static boolean contains(Collection<String> ids, String id) {
    return ids.stream().anyMatch(one -> same(one, id));
  }

  /** The spelling that the plan uses for an id; the id itself if the plan has none. */
  static String as(Collection<String> spellings, String id) {
    return spellings.stream().filter(one -> same(one, id)).findFirst().orElse(id);
  }

  /** The scope of the resource group that an object is in. */
  static Optional<String> group(String id) {
    Matcher matcher = IN_GROUP.matcher(id);
    return matcher.matches()
        ? Optional.of(groupScope(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  static String groupScope(String subscription, String group) {
    return "/subscriptions/" + subscription + "/resourceGroups/" + group;
  }

  /** The last part of an id: the name of the object. */
  static String name(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }
}
