package dev.onboard4j.samples.folder;

import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.support.Marks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Declares an account for the principal, and a grant that needs the id the cloud gives it. */
record FolderSession(Path folder, String principal, Marks marks) implements Session {
  @Override
  public Declaration declare() {
    ResourceId account = ResourceId.of("folder-account", "optimizer");
    State wanted = State.builder().known("principal", principal).each("mark", marks.own()).build();
    State granted =
        State.builder()
            .value("account-id", new State.Unknown(account, "account-id", false))
            .known("may", "read")
            .each("mark", marks.own())
            .build();
    ResourceId grant = ResourceId.of("folder-grant", "read");
    return Declaration.of(
            List.of(
                Resource.of(account, ResourceKind.IDENTITY, wanted, handler("account")),
                Resource.of(grant, ResourceKind.BINDING, granted, handler("grant"))
                    .dependingOn(account)))
        .checkedBy(new FolderPermissions());
  }

  private FileHandler handler(String name) {
    return new FileHandler(folder.resolve(name + ".properties"), principal, marks);
  }

  /** Nothing tells which files the caller may use; the document names what it takes. */
  private static final class FolderPermissions implements PermissionChecker {
    @Override
    public boolean knows(RequiredPermission permission) {
      return permission.permission().startsWith("folder:");
    }

    @Override
    public SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
      return new TreeMap<>(
          Map.of(
              "folder-permissions",
              permissions.stream().map(RequiredPermission::permission).distinct().toList()));
    }
  }
}
