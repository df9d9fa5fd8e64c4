package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;

/** Deleting: at once and with its preconditions; of a namespace first what is in it. */
final class KubeDeletion {
  private final KubeObjects objects;
  private final Clock clock;

  KubeDeletion(KubeObjects objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  KubeStore.Answer delete(KubeResource resource, String namespace, String name, JsonNode options) {
    String in = resource.namespaced() ? namespace : "";
    ObjectNode found =
        objects.find(resource, in, name).orElseThrow(() -> KubeFailure.notFound(resource, name));
    precondition(resource, name, found, options, "uid", "UID");
    precondition(resource, name, found, options, "resourceVersion", "ResourceVersion");
    ObjectNode metadata = found.withObjectProperty("metadata");
    if (resource == KubeResource.NAMESPACES) {
      metadata.put("deletionTimestamp", KubeStore.time(clock));
      found.withObjectProperty("status").put("phase", "Terminating");
      empty(name);
      return new KubeStore.Answer(200, found.deepCopy());
    }
    objects.remove(resource, in, name);
    if (resource == KubeResource.SERVICE_ACCOUNTS) {
      return new KubeStore.Answer(200, found.deepCopy());
    }
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", name);
    if (!resource.group().isEmpty()) {
      details.put("group", resource.group());
    }
    details.put("kind", resource.plural()).put("uid", metadata.path("uid").asText());
    return new KubeStore.Answer(200, status);
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
      KubeResource resource,
      String name,
      ObjectNode found,
      JsonNode options,
      String field,
      String word) {
    String wanted = options.path("preconditions").path(field).asText();
    String there = found.path("metadata").path(field).asText();
    if (!wanted.isEmpty() && !wanted.equals(there)) {
      throw KubeFailure.conflict(
          resource,
          name,
          "the "
              + word
              + " in the precondition ("
              + wanted
              + ") does not match the "
              + word
              + " in record ("
              + there
              + "). The object might have been "
              + (field.equals("uid") ? "deleted and then recreated" : "modified"));
    }
  }
}
