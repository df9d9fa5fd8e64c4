package dev.onboard4j.rbac;

import dev.onboard4j.Onboarding;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.kube.Api;
import java.util.Map;

/** A user of a {@link KubeWorld} who holds exactly the roles that a plan printed. */
record KubeCaller(KubeWorld world) {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

  Onboarding holding(OnboardingPlan printed) {
    String user = "caller-" + world.name();
    printed.permissionDocuments().values().forEach(document -> grant(KubeJson.map(document), user));
    return world.as(user);
  }

  private void grant(Map<String, Object> role, String user) {
    Map<String, Object> metadata = KubeJson.metadata(role);
    metadata.put("name", user);
    role.put("metadata", metadata);
    Object namespace = metadata.get("namespace");
    String in = namespace == null ? RBAC + "cluster" : RBAC + "namespaces/" + namespace + "/";
    post(in + "roles", KubeJson.write(role));
    post(
        in + "rolebindings",
        """
        {"metadata":{"name":"%1$s"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"%2$s","name":"%1$s"},
         "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"%1$s"}]}
        """
            .formatted(user, role.get("kind")));
  }

  private void post(String path, String body) {
    Api.Answer answer = world.api("admin").post(path, "", body);
    if (answer.code() != 201) {
      throw new AssertionError(answer.code() + " " + answer.body());
    }
  }
}
