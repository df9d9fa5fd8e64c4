package dev.onboard4j.kubernetes;

import dev.onboard4j.testkit.kube.ControlPlane;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AuthorizationV1Api;
import io.kubernetes.client.openapi.apis.RbacAuthorizationV1Api;
import io.kubernetes.client.openapi.models.RbacV1Subject;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ClusterRoleBinding;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PolicyRule;
import io.kubernetes.client.openapi.models.V1ResourceAttributes;
import io.kubernetes.client.openapi.models.V1RoleRef;
import io.kubernetes.client.openapi.models.V1SelfSubjectAccessReview;
import io.kubernetes.client.openapi.models.V1SelfSubjectAccessReviewSpec;
import io.kubernetes.client.openapi.models.V1SelfSubjectRulesReview;
import io.kubernetes.client.openapi.models.V1SelfSubjectRulesReviewSpec;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An API server through the official client's typed API, as one user. */
final class ApiServer {
  static final List<PolicyRule> MAY_CREATE_ROLES =
      List.of(
          PolicyRule.of(
              "rbac.authorization.k8s.io", Set.of("clusterroles", "roles"), Set.of("create")));

  private final RbacAuthorizationV1Api rbac;
  private final AuthorizationV1Api authorization;

  private ApiServer(ApiClient client) {
    rbac = new RbacAuthorizationV1Api(client);
    authorization = new AuthorizationV1Api(client);
  }

  static ApiServer of(ControlPlane plane, String user) {
    try (var reader = Files.newBufferedReader(plane.kubeconfig(user))) {
      return new ApiServer(ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives a user exactly these rules and the rules to create roles. */
  void grant(String user, List<PolicyRule> rules) {
    List<PolicyRule> all = new ArrayList<>(rules);
    all.addAll(MAY_CREATE_ROLES);
    V1ClusterRole role = role("held-by-" + user, all);
    try {
      try {
        rbac.replaceClusterRole(role.getMetadata().getName(), role).execute();
      } catch (ApiException e) {
        throw new IllegalStateException(e.getResponseBody(), e);
      }
      V1ClusterRoleBinding binding =
          new V1ClusterRoleBinding()
              .metadata(new V1ObjectMeta().name(role.getMetadata().getName()))
              .roleRef(
                  new V1RoleRef()
                      .apiGroup("rbac.authorization.k8s.io")
                      .kind("ClusterRole")
                      .name(role.getMetadata().getName()))
              .addSubjectsItem(
                  new RbacV1Subject()
                      .kind("User")
                      .name(user)
                      .apiGroup("rbac.authorization.k8s.io"));
      rbac.replaceClusterRoleBinding(binding.getMetadata().getName(), binding).execute();
    } catch (ApiException e) {
      throw new IllegalStateException(e.getResponseBody(), e);
    }
  }

  private static V1ClusterRole role(String name, List<PolicyRule> rules) {
    V1ClusterRole role = new V1ClusterRole().metadata(new V1ObjectMeta().name(name));
    rules.forEach(rule -> role.addRulesItem(typed(rule)));
    return role;
  }

  private static V1PolicyRule typed(PolicyRule rule) {
    V1PolicyRule typed = new V1PolicyRule().verbs(List.copyOf(rule.verbs()));
    if (rule.aboutPaths()) {
      return typed.nonResourceURLs(List.copyOf(rule.nonResourceUrls()));
    }
    typed.apiGroups(List.copyOf(rule.apiGroups())).resources(List.copyOf(rule.resources()));
    return rule.resourceNames().isEmpty()
        ? typed
        : typed.resourceNames(List.copyOf(rule.resourceNames()));
  }

  /** The rules of this user in all namespaces, by SelfSubjectRulesReview. */
  List<PolicyRule> held() {
    V1SelfSubjectRulesReview review =
        new V1SelfSubjectRulesReview()
            .spec(new V1SelfSubjectRulesReviewSpec().namespace("nowhere"));
    try {
      var status = authorization.createSelfSubjectRulesReview(review).execute().getStatus();
      List<PolicyRule> held = new ArrayList<>();
      status
          .getResourceRules()
          .forEach(
              rule ->
                  held.add(
                      PolicyRule.of(
                          set(rule.getApiGroups()),
                          set(rule.getResources()),
                          set(rule.getResourceNames()),
                          set(rule.getVerbs()))));
      status
          .getNonResourceRules()
          .forEach(
              rule ->
                  held.add(
                      PolicyRule.ofPaths(set(rule.getNonResourceURLs()), set(rule.getVerbs()))));
      return held;
    } catch (ApiException e) {
      throw new IllegalStateException(e.getResponseBody(), e);
    }
  }

  private static Set<String> set(List<String> list) {
    return list == null ? Set.of() : new java.util.TreeSet<>(list);
  }

  boolean may(String verb, String resource) {
    V1SelfSubjectAccessReview review =
        new V1SelfSubjectAccessReview()
            .spec(
                new V1SelfSubjectAccessReviewSpec()
                    .resourceAttributes(
                        new V1ResourceAttributes()
                            .verb(verb)
                            .group("rbac.authorization.k8s.io")
                            .resource(resource)));
    try {
      return authorization.createSelfSubjectAccessReview(review).execute().getStatus().getAllowed();
    } catch (ApiException e) {
      throw new IllegalStateException(e.getResponseBody(), e);
    }
  }

  /** Whether this user may create a ClusterRole with these rules; nothing is created. */
  boolean mayCreateClusterRole(List<PolicyRule> rules) {
    try {
      rbac.createClusterRole(role("wanted", rules)).dryRun("All").execute();
      return true;
    } catch (ApiException e) {
      if (e.getCode() == 403 && e.getResponseBody().contains("not currently held")) {
        return false;
      }
      throw new IllegalStateException(e.getResponseBody(), e);
    }
  }
}
