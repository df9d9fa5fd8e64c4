package dev.onboard4j.testkit.azure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the path of a request to Resource Manager names.
 *
 * @param kind the type and the places of names: {@code microsoft.x/ys/*}; equal for equal types
 * @param namespace the resource provider, as it was written; empty for none
 * @param scope what comes before the resource provider
 * @param id the resource; for a listing or an action, what it is about
 * @param names the names within the type
 */
record ArmTarget(String kind, String namespace, String scope, String id, List<String> names) {
  /** Reads a path; an extension such as role assignments follows the last "providers". */
  static ArmTarget of(List<String> path) {
    int providers = -1;
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i).equalsIgnoreCase("providers") && (i == 0 || i % 2 == 0)) {
        providers = i;
      }
    }
    boolean resource = providers >= 0 && providers + 2 < path.size();
    return resource ? resource(path, providers) : container(path);
  }

  private static ArmTarget resource(List<String> path, int providers) {
    String namespace = path.get(providers + 1);
    List<String> names = new ArrayList<>();
    String kind =
        namespace.toLowerCase(Locale.ROOT) + kind(path.subList(providers + 2, path.size()), names);
    String scope = "/" + String.join("/", path.subList(0, providers));
    boolean one = (path.size() - providers) % 2 == 0;
    String id = one ? joined(path) : about(path, providers, scope);
    return new ArmTarget(kind, namespace, scope, id, List.copyOf(names));
  }

  /** The parent of a listing within a resource; else the scope. */
  private static String about(List<String> path, int providers, String scope) {
    return path.size() > providers + 3 ? joined(path.subList(0, path.size() - 1)) : scope;
  }

  private static ArmTarget container(List<String> path) {
    List<String> names = new ArrayList<>();
    String kind = kind(path, names);
    boolean one = path.size() % 2 == 0;
    String id = one ? joined(path) : joined(path.subList(0, path.size() - 1));
    return new ArmTarget(kind, "", id, id, List.copyOf(names));
  }

  /** Every second part is a name. */
  private static String kind(List<String> path, List<String> names) {
    StringBuilder kind = new StringBuilder();
    for (int i = 0; i < path.size(); i++) {
      if (i % 2 == 0) {
        kind.append('/').append(path.get(i).toLowerCase(Locale.ROOT));
      } else {
        kind.append("/*");
        names.add(path.get(i));
      }
    }
    return kind.toString();
  }

  private static String joined(List<String> path) {
    return "/" + String.join("/", path);
  }
}
