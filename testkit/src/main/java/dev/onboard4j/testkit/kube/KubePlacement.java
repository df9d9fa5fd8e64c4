package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sets the name and namespace of the path, and the defaults of the API server. */
final class KubePlacement {
  private final KubeObjects objects;

  KubePlacement(KubeObjects objects) {
    this.objects = objects;
  }

  /**
   * Places the object in the namespace and defaults its fields.
   *
   * @throws KubeFailure if there is no such namespace
   */
  void place(KubeWrite write, ObjectNode object) {
    KubeResource resource = write.resource();
    object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
    KubeFields.prune(object);
    ObjectNode metadata = object.withObjectProperty("metadata");
    namespace(write, metadata);
    if (resource.role() && !object.hasNonNull("rules")) {
      object.putNull("rules");
    }
    if (resource.binding()) {
      groups(object);
    }
    if (resource == KubeResource.NAMESPACES) {
      active(object, metadata);
    }
  }

  private void namespace(KubeWrite write, ObjectNode metadata) {
    if (!write.resource().namespaced()) {
      metadata.remove("namespace");
      return;
    }
    if (objects.find(KubeResource.NAMESPACES, "", write.namespace()).isEmpty()) {
      throw KubeFailure.notFound(KubeResource.NAMESPACES, write.namespace());
    }
    metadata.put("namespace", write.namespace());
  }

  private static void groups(ObjectNode binding) {
    ObjectNode role = binding.withObjectProperty("roleRef");
    if (role.path("apiGroup").asText().isEmpty()) {
      role.put("apiGroup", KubeResource.RBAC);
    }
    for (JsonNode subject : binding.path("subjects")) {
      boolean account = subject.path("kind").asText().equals("ServiceAccount");
      if (!account && subject.path("apiGroup").asText().isEmpty()) {
        ((ObjectNode) subject).put("apiGroup", KubeResource.RBAC);
      }
    }
  }

  private static void active(ObjectNode namespace, ObjectNode metadata) {
    namespace.putObject("spec").putArray("finalizers").add("kubernetes");
    namespace.putObject("status").put("phase", "Active");
    metadata
        .withObjectProperty("labels")
        .put("kubernetes.io/metadata.name", metadata.path("name").asText());
  }
}
