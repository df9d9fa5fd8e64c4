package dev.onboard4j.samples.folder;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.ClusterUri;
import dev.onboard4j.spi.support.Marks;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Onboards clusters of the folder cloud: {@code folder://ACCOUNT/REGION/NAME}. */
public final class FolderProvider implements ClusterProvider {
  private static final String ROOT = "folder.root";

  /** For {@link java.util.ServiceLoader}. */
  public FolderProvider() {}

  private record FolderCluster(String account, String location, String name) implements ClusterRef {
    @Override
    public String provider() {
      return "folder";
    }
  }

  @Override
  public String id() {
    return "folder";
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of(ROOT, Setting.Type.TEXT, "the folder that is the cloud"));
  }

  @Override
  public ClusterRef parse(URI uri) {
    ClusterUri parts = ClusterUri.parse(uri, "folder://ACCOUNT/REGION/NAME");
    return new FolderCluster(parts.account(), parts.location(), parts.name());
  }

  @Override
  public Session open(SessionContext context) {
    Optional<String> root = context.settings().text(ROOT);
    Optional<String> principal = context.registration().principal();
    List<Problem> problems = new ArrayList<>();
    if (root.isEmpty()) {
      problems.add(new Problem(ROOT, "is required: the folder that is the cloud"));
    }
    if (principal.isEmpty()) {
      problems.add(
          new Problem("platform.principal", "is required: the principal that gets access"));
    }
    if (root.isEmpty() || principal.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    Path folder = Path.of(root.get(), context.cluster().account(), context.cluster().name());
    return new FolderSession(folder, principal.get(), Marks.of(context));
  }
}
