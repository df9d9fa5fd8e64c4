package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;

/** The verb delete: at once, under the request's preconditions; a namespace with its content. */
final class KubeDeletion {
  private static final String MISMATCH =
      "the %1$s in the precondition (%2$s) does not match the %1$s in record (%3$s). The object"
          + " might have been %4$s";

  private final KubeObjects objects;
  private final Clock clock;

  KubeDeletion(KubeObjects objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  KubeStore.Answer delete(KubeWrite write) {
    KubeResource resource = write.resource();
    String name = write.name();
    String in = write.storedIn();
    ObjectNode found =
        objects.find(resource, in, name).orElseThrow(() -> KubeFailure.notFound(resource, name));
    precondition(resource, name, found, write.body(), "uid");
    precondition(resource, name, found, write.body(), "resourceVersion");
    if (write.options().dryRun()) {
      return answer(resource, name, found);
    }
    if (resource == KubeResource.NAMESPACES) {
      return terminating(found, name);
    }
    objects.remove(resource, in, name);
    return answer(resource, name, found);
  }

  private static KubeStore.Answer answer(KubeResource resource, String name, ObjectNode found) {
    return new KubeStore.Answer(
        200,
        resource == KubeResource.SERVICE_ACCOUNTS || resource == KubeResource.NAMESPACES
            ? found.deepCopy()
            : status(resource, name, found.path("metadata").path("uid").asText()));
  }

  private KubeStore.Answer terminating(ObjectNode namespace, String name) {
    namespace.withObjectProperty("metadata").put("deletionTimestamp", KubeStore.time(clock));
    namespace.withObjectProperty("status").put("phase", "Terminating");
    empty(name);
    return new KubeStore.Answer(200, namespace.deepCopy());
  }

  private static ObjectNode status(KubeResource resource, String name, String uid) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", name);
    if (!resource.group().isEmpty()) {
      details.put("group", resource.group());
    }
    details.put("kind", resource.plural()).put("uid", uid);
    return status;
  }

  private void empty(String namespace) {
    for (KubeResource one : KubeResource.values()) {
      if (one.namespaced()) {
        objects
            .list(one, namespace)
            .forEach(
                object ->
                    objects.remove(one, namespace, object.path("metadata").path("name").asText()));
      }
    }
  }

  private static void precondition(
      KubeResource resource, String name, ObjectNode found, JsonNode options, String field) {
    String wanted = options.path("preconditions").path(field).asText();
    String actual = found.path("metadata").path(field).asText();
    if (!wanted.isEmpty() && !wanted.equals(actual)) {
      boolean uid = field.equals("uid");
      String word = uid ? "UID" : "ResourceVersion";
      String effect = uid ? "deleted and then recreated" : "modified";
      throw KubeFailure.precondition(
          resource, name, MISMATCH.formatted(word, wanted, actual, effect));
    }
  }
}
