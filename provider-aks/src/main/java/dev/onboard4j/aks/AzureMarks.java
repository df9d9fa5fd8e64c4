package dev.onboard4j.aks;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.spi.support.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The marks of this cluster's objects: tags where Azure has them, else the end of the description.
 *
 * <p>Managed identities have tags by key. Applications have texts as tags: {@code key=value}. Role
 * definitions, role assignments and federated credentials have a description only.
 */
record AzureMarks(Marks marks) {
  static AzureMarks of(SessionContext context) {
    return new AzureMarks(Marks.of(context));
  }

  SortedMap<String, String> own() {
    return marks.own();
  }

  /** The tag of an application that names this cluster as its owner. */
  String clusterTag() {
    return SessionContext.CLUSTER_MARK + "=" + marks.cluster();
  }

  /** The marks among the tags of a managed identity. */
  SortedMap<String, String> found(Map<String, String> tags) {
    TreeMap<String, String> found = new TreeMap<>(tags);
    found.keySet().retainAll(marks.own().keySet());
    return found;
  }

  Owner owner(Map<String, String> tags) {
    return marks.owner(tags.get(SessionContext.CLUSTER_MARK));
  }

  Owner owner(MarkedDescription description) {
    return description.owner(marks);
  }

  SortedMap<String, String> found(MarkedDescription description) {
    return description.ownership(marks);
  }

  /** A description of ours, with the marks at its end. */
  String described(String text) {
    return new MarkedDescription(text, marks.own()).full();
  }

  /** The {@code key=value} texts among the tags of an application. */
  static Map<String, String> pairs(List<String> tags) {
    Map<String, String> pairs = new TreeMap<>();
    for (String tag : tags) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        pairs.put(tag.substring(0, equals), tag.substring(equals + 1));
      }
    }
    return pairs;
  }

  /** The tags of an application with these pairs in place of those of the same keys. */
  static List<String> tags(List<String> tags, Map<String, String> pairs) {
    List<String> all = new ArrayList<>();
    for (String tag : tags) {
      int equals = tag.indexOf('=');
      if (equals < 0 || !pairs.containsKey(tag.substring(0, equals))) {
        all.add(tag);
      }
    }
    pairs.forEach((key, value) -> all.add(key + "=" + value));
    return all;
  }
}
