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

/** Declares an account for the principal, and a grant that refers to the account's id. */
record FolderSession(Path folder, String principal, Marks marks) implements Session {
  private static final ResourceId ACCOUNT = ResourceId.of("folder-account", "optimizer");

  @Override
  public Declaration declare() {
    return Declaration.of(List.of(account(), grant())).checkedBy(new FolderPermissions());
  }

  private Resource account() {
    State target = State.builder().known("principal", principal).each("mark", marks.own()).build();
    return Resource.of(ACCOUNT, ResourceKind.IDENTITY, target, handler("account"));
  }

  /** The id of the account is an output of another resource: unknown until that one is written. */
  private Resource grant() {
    State target =
        State.builder()
            .value("account-id", new State.Unknown(ACCOUNT, "account-id", false))
            .known("may", "read")
            .each("mark", marks.own())
            .build();
    ResourceId id = ResourceId.of("folder-grant", "read");
    return Resource.of(id, ResourceKind.BINDING, target, handler("grant")).dependingOn(ACCOUNT);
  }

  private FileHandler handler(String name) {
    return new FileHandler(folder.resolve(name + ".properties"), principal, marks);
  }

  /** Lists the permissions as a document; the folder cloud cannot be asked about the caller. */
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
