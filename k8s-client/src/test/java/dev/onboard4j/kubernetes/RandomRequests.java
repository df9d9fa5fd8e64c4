package dev.onboard4j.kubernetes;

import dev.onboard4j.kubernetes.RandomObjects.Kind;
import dev.onboard4j.testkit.kube.Api;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random requests with every verb on every kind that the embedded API serves. */
final class RandomRequests {
  private static final String JSON = "application/json";
  private static final String JSON_PATCH = "application/json-patch+json";

  private final Random random;
  private final RandomObjects objects;

  RandomRequests(long seed) {
    random = new Random(seed);
    objects = new RandomObjects(random);
  }

  /** One request; it can be sent to several API servers. */
  record Request(String method, String path, String query, @Nullable String body, String type) {
    Api.Answer send(Api api) {
      return api.send(method, path, query, body, type);
    }
  }

  Request next() {
    Kind kind = RandomObjects.KINDS.get(random.nextInt(RandomObjects.KINDS.size()));
    String name = "twin-" + random.nextInt(3);
    String path = kind.collection() + "/" + name;
    String query =
        "fieldManager="
            + objects.pick("kubectl", "helm", "onboard4j")
            + (random.nextInt(6) == 0 ? "&dryRun=All" : "");
    return switch (random.nextInt(12)) {
      case 0 -> new Request("GET", random.nextInt(3) == 0 ? listed(kind) : path, "", null, JSON);
      case 1, 2, 3 -> new Request("POST", posted(kind), query, created(kind, name), JSON);
      case 4, 5 -> new Request("PUT", path, query, objects.object(kind, name), JSON);
      case 6 -> new Request("PATCH", path, query, objects.patch(kind), Api.MERGE);
      case 7, 8, 9 -> applied(kind, name, query);
      case 10 -> odd(kind, path, name, query);
      default -> deleted(kind, path);
    };
  }

  /** The collections that hold only what these requests put there. */
  private static String listed(Kind kind) {
    boolean ours = kind.collection().startsWith("/apis") && kind.collection().contains("/twin/");
    return ours ? kind.collection() : kind.collection() + "/no-such-object";
  }

  private String posted(Kind kind) {
    return random.nextInt(12) == 0
        ? kind.collection().replace("/twin/", "/no-such-namespace/")
        : kind.collection();
  }

  private String created(Kind kind, String name) {
    String chosen =
        random.nextInt(8) > 0 ? name : objects.pick("", "Twin", "a/b", "twin-", "..", "twin%2");
    return objects.object(kind, chosen);
  }

  private Request applied(Kind kind, String name, String query) {
    String body = random.nextInt(5) == 0 ? objects.bare(kind, name) : objects.object(kind, name);
    String force = objects.pick("", "&force=true");
    return new Request("PATCH", kind.collection() + "/" + name, query + force, body, Api.APPLY);
  }

  private Request odd(Kind kind, String path, String name, String query) {
    String object = objects.object(kind, name);
    return switch (random.nextInt(6)) {
      case 0 -> new Request("PATCH", kind.collection() + "/gone", "", "[]", JSON_PATCH);
      case 1 -> new Request("PATCH", path, "", object, Api.APPLY);
      case 2 -> new Request("PUT", path, query, objects.object(kind, "other"), JSON);
      case 3 -> new Request("PUT", path, query, at(object, "resourceVersion", "1"), JSON);
      case 4 -> new Request("POST", kind.collection(), query, at(object, "namespace", "x"), JSON);
      default -> new Request("PATCH", path, query, "{\"metadata\":{\"name\":\"x\"}}", Api.MERGE);
    };
  }

  private static String at(String object, String field, String value) {
    String start = "\"metadata\":{";
    return object.replace(start, start + "\"" + field + "\":\"" + value + "\",");
  }

  /** Namespaces stay: how long one is terminating differs from run to run. */
  private Request deleted(Kind kind, String path) {
    String dry = "dryRun=All";
    if (kind.equals(RandomObjects.NAMESPACES)) {
      return new Request("DELETE", kind.collection() + "/gone", dry, null, JSON);
    }
    String stale =
        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":"
            + "{\"resourceVersion\":\"1\"}}";
    return switch (random.nextInt(5)) {
      case 0 -> new Request("DELETE", path, dry, null, JSON);
      case 1 -> new Request("DELETE", path, "", stale, JSON);
      default -> new Request("DELETE", path, "", null, JSON);
    };
  }
}
