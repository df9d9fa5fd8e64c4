package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts an object into the namespace of the path, in the form that the API server decodes. */
final class KubePlacement {
  private final KubeObjects objects;

  KubePlacement(KubeObjects objects) {
    this.objects = objects;
  }

  /**
   * Places the object in the namespace and defaults its fields.
   *
   * @throws KubeFailure if there is no such namespace, or the object names another one
   */
  void place(KubeWrite write, ObjectNode object) {
    namespace(write, object.withObjectProperty("metadata"));
    KubeShape.apply(write.resource(), object);
  }

  private void namespace(KubeWrite write, ObjectNode metadata) {
    if (!write.resource().namespaced()) {
      metadata.remove("namespace");
      return;
    }
    String named = metadata.path("namespace").asText();
    if (!named.isEmpty() && !named.equals(write.namespace())) {
      throw KubeFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (objects.find(KubeResource.NAMESPACES, "", write.namespace()).isEmpty()) {
      throw KubeFailure.notFound(KubeResource.NAMESPACES, write.namespace());
    }
    metadata.put("namespace", write.namespace());
  }
}
