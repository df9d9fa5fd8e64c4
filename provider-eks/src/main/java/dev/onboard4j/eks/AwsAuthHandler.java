package dev.onboard4j.eks;

import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Manages one entry of {@code mapRoles} in ConfigMap kube-system/aws-auth.
 *
 * <p>A broken map locks out all nodes and users. The handler therefore parses the map, sends a dry
 * run, writes at the resourceVersion that it read, and keeps the previous text in an annotation.
 * Then it checks the access of the caller, and restores the previous text if that access is lost.
 */
final class AwsAuthHandler implements ResourceHandler {
  static final ObjectRef MAP = ObjectRef.of(KubeKind.CONFIG_MAP, "kube-system", "aws-auth");
  static final String BACKUP = "onboard4j.dev/map-roles-before";

  private static final String MAP_ROLES = "mapRoles";

  /** Annotations of one object may have 256 KiB together (API reference, ObjectMeta). */
  private static final int BACKUP_LIMIT = 200_000;

  private final KubeClient kube;
  private final MapRole wanted;

  AwsAuthHandler(KubeClient kube, MapRole wanted) {
    this.kube = kube;
    this.wanted = wanted;
  }

  static State desired(MapRole role) {
    return State.builder()
        .known("rolearn", role.roleArn())
        .known("username", role.username())
        .members("groups", role.groups())
        .build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return kube.find(requests, MAP).map(this::observed).orElse(Observed.absent());
  }

  private Observed observed(Map<String, Object> map) {
    MapRoles roles = MapRoles.parse(text(map));
    // The entry names a role of this cluster alone, so it counts as ours.
    return roles
        .find(wanted.roleArn())
        .map(found -> Observed.of(desired(found), Owner.OURS))
        .orElse(Observed.absent())
        .withExtras(roles.oddities().stream().map(one -> new Extra("mapRoles", one)).toList())
        .withOutputs(Map.of("aws-auth-map-roles", wanted.yaml()));
  }

  private static String text(Map<String, Object> map) {
    return KubeJson.text(KubeJson.map(map.get("data")).get(MAP_ROLES));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return List.of(MAP.permission("get"));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return List.of(MAP.permission("patch"), MAP.permission("create"));
  }

  /** A caller that uses the role is a member of the groups. */
  @Override
  public List<Grant> access(Resource resource, State state) {
    return state.items("groups").stream()
        .map(group -> new Grant(wanted.roleArn(), permission(group), "the cluster", ""))
        .toList();
  }

  private JustifiedPermission permission(String group) {
    String words = "group " + group;
    return wanted.groups().contains(group)
        ? new JustifiedPermission(words, "lets nodes join", "EKS User Guide")
        : JustifiedPermission.unexplained(words);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return requests.exclusive(
        "kube-system/aws-auth",
        () ->
            requests.await(
                "aws-auth is written as it was read", () -> cycle(change.target(), requests)));
  }

  /** One read and write; empty when another client wrote in between. */
  private Optional<Observed> cycle(State after, RequestContext requests) {
    Optional<Map<String, Object>> found = kube.find(requests, MAP);
    if (found.isEmpty()) {
      return Optional.of(
          after.isEmpty() ? Observed.absent() : observed(kube.create(requests, MAP, fresh())));
    }
    Optional<MapRole> there = MapRoles.parse(text(found.get())).find(wanted.roleArn());
    return isAsWanted(there, after)
        ? Optional.of(observed(found.get()))
        : written(found.get(), edited(text(found.get()), after), requests).map(this::observed);
  }

  private static boolean isAsWanted(Optional<MapRole> there, State after) {
    return after.isEmpty()
        ? there.isEmpty()
        : there.filter(entry -> desired(entry).covers(after, State.empty())).isPresent();
  }

  private String edited(String former, State after) {
    String without = MapRoles.parse(former).without(wanted.roleArn());
    return after.isEmpty() ? without : MapRoles.parse(without).with(wanted);
  }

  private Map<String, Object> fresh() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("apiVersion", "v1");
    map.put("kind", "ConfigMap");
    map.put("metadata", Map.of("name", MAP.name(), "namespace", MAP.namespace()));
    map.put("data", Map.of(MAP_ROLES, wanted.yaml()));
    return map;
  }

  private Optional<Map<String, Object>> written(
      Map<String, Object> found, String edited, RequestContext requests) {
    String former = text(found);
    Map<String, Object> patch = patch(KubeJson.version(found), former, edited);
    boolean access = mayStill(requests);
    return kube.tryPatch(requests, MAP, patch)
        .flatMap(tried -> kube.patch(requests, MAP, patch))
        .map(
            map -> {
              if (access && !mayStill(requests)) {
                restore(map, former, requests);
              }
              return map;
            });
  }

  private static Map<String, Object> patch(String version, String former, String edited) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", version);
    if (former.length() <= BACKUP_LIMIT) {
      metadata.put("annotations", Map.of(BACKUP, former));
    }
    return Map.of("metadata", metadata, "data", Map.of(MAP_ROLES, edited));
  }

  private boolean mayStill(RequestContext requests) {
    try {
      Map<String, Object> review =
          kube.review(
              requests, "SelfSubjectAccessReview", Map.of("resourceAttributes", patchOfMap()));
      return Boolean.TRUE.equals(KubeJson.map(review.get("status")).get("allowed"));
    } catch (OnboardingException e) {
      return false;
    }
  }

  private static Map<String, Object> patchOfMap() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("verb", "patch");
    attributes.put("group", "");
    attributes.put("resource", MAP.kind().plural());
    attributes.put("namespace", MAP.namespace());
    attributes.put("name", MAP.name());
    return attributes;
  }

  private void restore(Map<String, Object> map, String former, RequestContext requests) {
    String words = "the change to aws-auth removed the access of the caller; ";
    try {
      boolean restored =
          kube.patch(requests, MAP, patch(KubeJson.version(map), text(map), former)).isPresent();
      throw lost(
          words
              + (restored
                  ? "the previous text is restored"
                  : "another client has changed it since"));
    } catch (OnboardingException e) {
      if (e.category() == Category.CONFLICT) {
        throw e;
      }
      throw lost(words + "the previous text could not be restored: " + e.getMessage());
    }
  }

  private static OnboardingException lost(String words) {
    return OnboardingException.of(Category.CONFLICT, words)
        .remedy(
            "inspect ConfigMap kube-system/aws-auth as the cluster's creator; its annotation "
                + BACKUP
                + " holds the previous text")
        .build();
  }
}
