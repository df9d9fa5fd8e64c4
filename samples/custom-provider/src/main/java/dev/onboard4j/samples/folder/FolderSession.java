package dev.onboard4j.samples.folder;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Declares an account for the principal, and a grant that needs the id the cloud gives it. */
record FolderSession(Path folder, String principal, SortedMap<String, String> marks)
    implements Session {
  @Override
  public List<Resource> resources() {
    ResourceId account = ResourceId.of("folder-account", "optimizer");
    State wanted = State.builder().known("principal", principal).each("mark", marks).build();
    State granted =
        State.builder()
            .value("account-id", new State.Unknown(account, "account-id", false))
            .known("may", "read")
            .each("mark", marks)
            .build();
    Grant grant =
        new Grant(principal, "read", folder.toString(), "", "finds what could be saved", "sample");
    return List.of(
        Resource.of(account, ResourceKind.IDENTITY, wanted, handler("account")),
        Resource.of(
                ResourceId.of("folder-grant", "read"),
                ResourceKind.BINDING,
                granted,
                handler("grant"))
            .dependingOn(account)
            .granting(List.of(grant)));
  }

  private FileHandler handler(String name) {
    return new FileHandler(folder.resolve(name + ".properties"), marks);
  }

  @Override
  public Map<String, Object> permissionDocuments(List<RequiredPermission> needs) {
    return new TreeMap<>(
        Map.of(
            "folder-permissions",
            needs.stream().map(RequiredPermission::permission).distinct().toList()));
  }
}
