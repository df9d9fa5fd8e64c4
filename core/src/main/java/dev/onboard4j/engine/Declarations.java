package dev.onboard4j.engine;

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
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What all sessions of a run declared, the cluster's provider first. */
record Declarations(List<Declaration> all) {
  Declarations {
    all = List.copyOf(all);
  }

  List<Resource> resources() {
    return all.stream().flatMap(one -> one.resources().stream()).toList();
  }

  SortedSet<RequiredPermission> factPermissions() {
    TreeSet<RequiredPermission> permissions = new TreeSet<>();
    all.forEach(one -> permissions.addAll(one.factPermissions()));
    return permissions;
  }

  /** Whether the caller holds them, asked of whoever knows each. */
  List<PermissionCheck> check(Collection<RequiredPermission> permissions, RequestContext requests) {
    List<PermissionCheck> checks = new ArrayList<>();
    List<RequiredPermission> unknown = new ArrayList<>();
    asked(permissions, unknown)
        .forEach((checker, mine) -> checks.addAll(checker.check(mine, requests)));
    unknown.forEach(one -> checks.add(PermissionCheck.unknown(one, "nothing here answers for it")));
    return checks;
  }

  SortedMap<String, Object> documents(Collection<RequiredPermission> permissions) {
    SortedMap<String, Object> documents = new TreeMap<>();
    asked(permissions, new ArrayList<>())
        .forEach((checker, mine) -> documents.putAll(checker.documents(mine)));
    return documents;
  }

  private Map<PermissionChecker, List<RequiredPermission>> asked(
      Collection<RequiredPermission> permissions, List<RequiredPermission> unknown) {
    Map<PermissionChecker, List<RequiredPermission>> asked = new LinkedHashMap<>();
    List<PermissionChecker> checkers =
        all.stream().map(Declaration::checker).flatMap(Optional::stream).toList();
    checkers.forEach(checker -> asked.put(checker, new ArrayList<>()));
    for (RequiredPermission permission : permissions) {
      checkers.stream()
          .filter(checker -> checker.knows(permission))
          .findFirst()
          .map(asked::get)
          .orElse(unknown)
          .add(permission);
    }
    return asked;
  }
}
