package dev.onboard4j.aks;

import dev.onboard4j.testkit.azure.EmbeddedAzure;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The state of an embedded Azure with names in place of ids, so that a path tells the resource.
 *
 * <p>Lists of objects and of {@code key=value} texts become maps: a changed value is one
 * difference. Deleted objects, which the directory keeps for thirty days, are left out.
 */
record AzureTree(Map<?, ?> arm, Map<?, ?> graph) {
  static final String OURS = "ours";
  static final String IDENTITY = "identity";

  static Map<String, Object> of(EmbeddedAzure azure) {
    Map<String, Object> state = azure.state();
    return new AzureTree(map(state.get("arm")), map(state.get("graph"))).tree();
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("rest", rest());
    tree.put("roles", roles());
    tree.put("assignments", arm.get("roleAssignments"));
    tree.put("identities", arm.get("userAssignedIdentities"));
    tree.put("applications", applications());
    tree.put("principals", principals());
    tree.put("credentials", credentials());
    tree.put("owners", named(map(graph.get("owners"))));
    return tree;
  }

  private Map<String, Object> rest() {
    Map<String, Object> rest = copy(arm);
    rest.keySet()
        .removeAll(List.of("roleAssignments", "roleDefinitions", "userAssignedIdentities"));
    return rest;
  }

  private Map<String, Object> roles() {
    Map<String, Object> roles = new TreeMap<>();
    for (Object role : map(arm.get("roleDefinitions")).values()) {
      Map<String, Object> one = copy(map(role));
      Map<String, Object> properties = copy(map(one.remove("properties")));
      for (Object permission : (Collection<?>) properties.remove("permissions")) {
        map(permission)
            .forEach(
                (key, actions) ->
                    properties.merge(String.valueOf(key), texts(actions), AzureTree::both));
      }
      one.putAll(properties);
      boolean ours = AzureWorld.ROLE.equalsIgnoreCase(String.valueOf(properties.get("roleName")));
      roles.put(ours ? OURS : String.valueOf(one.get("name")), one);
    }
    return roles;
  }

  private static TreeSet<String> texts(Object list) {
    TreeSet<String> texts = new TreeSet<>();
    if (list instanceof Collection<?> items) {
      items.forEach(item -> texts.add(String.valueOf(item)));
    }
    return texts;
  }

  private static Object both(Object one, Object other) {
    TreeSet<String> both = texts(one);
    both.addAll(texts(other));
    return both;
  }

  private Map<String, Object> applications() {
    Map<String, Object> applications = new TreeMap<>();
    map(graph.get("applications"))
        .forEach(
            (id, application) -> {
              Map<String, Object> one = copy(map(application));
              one.put("tags", pairs((Collection<?>) one.get("tags")));
              one.put("passwordCredentials", byId((Collection<?>) one.get("passwordCredentials")));
              applications.put(name(String.valueOf(id)), one);
            });
    return applications;
  }

  private static Map<String, Object> pairs(Collection<?> tags) {
    Map<String, Object> pairs = new TreeMap<>();
    for (Object tag : tags) {
      String[] parts = String.valueOf(tag).split("=", 2);
      pairs.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    return pairs;
  }

  private static Map<String, Object> byId(Collection<?> secrets) {
    Map<String, Object> all = new TreeMap<>();
    secrets.forEach(one -> all.put(String.valueOf(map(one).get("keyId")), one));
    return all;
  }

  /** The name of the object of an id: what it is to the cluster, or the id. */
  private String name(String id) {
    Object object =
        Optional.<Object>ofNullable(map(graph.get("applications")).get(id))
            .orElseGet(() -> map(graph.get("servicePrincipals")).get(id));
    String displayed = String.valueOf(map(object).get("displayName"));
    if (displayed.equals(AzureWorld.IDENTITY)) {
      return IDENTITY;
    }
    return AzureWorld.APPS.contains(displayed) ? OURS : id;
  }

  private Map<String, Object> principals() {
    return named(map(graph.get("servicePrincipals")));
  }

  private Map<String, Object> named(Map<?, ?> objects) {
    Map<String, Object> named = new TreeMap<>();
    objects.forEach(
        (id, object) -> {
          boolean application = map(graph.get("applications")).containsKey(id);
          String name = name(String.valueOf(id));
          named.put(name + (application && name.equals(OURS) ? " application" : ""), object);
        });
    return named;
  }

  /** By the parent and by their names. */
  private Map<String, Object> credentials() {
    Map<String, Object> credentials = new TreeMap<>();
    map(graph.get("federatedIdentityCredentials"))
        .forEach(
            (parent, all) -> {
              Map<String, Object> byName = new TreeMap<>();
              map(all)
                  .values()
                  .forEach(one -> byName.put(String.valueOf(map(one).get("name")), flat(map(one))));
              credentials.put(name(String.valueOf(parent)), byName);
            });
    return credentials;
  }

  private static Map<String, Object> flat(Map<?, ?> credential) {
    Map<String, Object> flat = copy(credential);
    Object properties = flat.remove("properties");
    if (properties != null) {
      flat.putAll(copy(map(properties)));
    }
    return flat;
  }

  private static Map<?, ?> map(Object object) {
    return object instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}
