package dev.onboard4j.engine;

import dev.onboard4j.json.Json;
import dev.onboard4j.json.OrderedTree;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds what all sessions of a run declared, the cluster's provider first. */
record Declarations(List<Declaration> all) {
  Declarations {
    all = List.copyOf(all);
  }

  List<Resource> resources() {
    return all.stream().flatMap(declaration -> declaration.resources().stream()).toList();
  }

  SortedSet<RequiredPermission> factPermissions() {
    TreeSet<RequiredPermission> permissions = new TreeSet<>();
    all.forEach(declaration -> permissions.addAll(declaration.factPermissions()));
    return permissions;
  }

  /** Checks whether the caller holds the permissions, each with the checker that knows it. */
  List<PermissionCheck> check(Collection<RequiredPermission> permissions, RequestContext requests) {
    List<PermissionCheck> checks = new ArrayList<>();
    List<RequiredPermission> unknown = new ArrayList<>();
    byChecker(permissions, unknown)
        .forEach((checker, known) -> checks.addAll(checks(checker, known, requests)));
    unknown.forEach(
        permission ->
            checks.add(PermissionCheck.unknown(permission, "nothing here answers for it")));
    return checks;
  }

  SortedMap<String, Object> documents(Collection<RequiredPermission> permissions) {
    SortedMap<String, Object> documents = new TreeMap<>();
    byChecker(permissions, new ArrayList<>())
        .forEach((checker, known) -> documents.putAll(documents(checker, known)));
    return documents;
  }

  private static List<PermissionCheck> checks(
      PermissionChecker checker, List<RequiredPermission> known, RequestContext requests) {
    List<RequiredPermission> asked = List.copyOf(known);
    return Unforeseen.list(
        checker, "check", PermissionCheck.class, () -> checker.check(asked, requests));
  }

  /** A copy, to which the contributor has no access. */
  private static SortedMap<String, Object> documents(
      PermissionChecker checker, List<RequiredPermission> known) {
    List<RequiredPermission> asked = List.copyOf(known);
    return Unforeseen.answer(
        checker,
        "documents",
        () -> {
          SortedMap<String, Object> copy = new TreeMap<>();
          checker
              .documents(asked)
              .forEach(
                  (name, tree) -> copy.put(name, Objects.requireNonNull(OrderedTree.of(tree))));
          // A tree that is no JSON is noticed here, not when the plan is saved.
          Json.digest(copy);
          return copy;
        });
  }

  private static boolean knows(PermissionChecker checker, RequiredPermission permission) {
    return Unforeseen.answer(checker, "knows", () -> checker.knows(permission));
  }

  /** Assigns each permission to the first checker that knows it, or adds it to the unknown ones. */
  private Map<PermissionChecker, List<RequiredPermission>> byChecker(
      Collection<RequiredPermission> permissions, List<RequiredPermission> unknown) {
    Map<PermissionChecker, List<RequiredPermission>> assigned = new LinkedHashMap<>();
    all.stream()
        .flatMap(declaration -> declaration.checker().stream())
        .forEach(checker -> assigned.put(checker, new ArrayList<>()));
    for (RequiredPermission permission : permissions) {
      assigned.keySet().stream()
          .filter(checker -> knows(checker, permission))
          .findFirst()
          .map(assigned::get)
          .orElse(unknown)
          .add(permission);
    }
    return assigned;
  }
}
