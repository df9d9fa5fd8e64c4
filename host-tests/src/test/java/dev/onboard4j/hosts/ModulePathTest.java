package dev.onboard4j.hosts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModulePathTest {
  private static final String MAIN = "dev.onboard4j.hosts/" + Program.class.getName();

  /**
   * What EKS needs as modules: nothing requires the modules that jars without a descriptor use, and
   * the Kubernetes client uses classes that OkHttp does not export.
   */
  private static final List<String> ADDED =
      List.of(
          "--add-modules",
          "ALL-MODULE-PATH,ALL-DEFAULT",
          "--add-exports",
          "okhttp3/okhttp3.internal.tls=io.kubernetes.client.java.api",
          "--add-exports",
          "okhttp3/okhttp3.internal.http=io.kubernetes.client.java.api");

  @TempDir private Path root;

  @Test
  void theEngineAndAProviderWorkAsModules() {
    List<Order> orders =
        Caller.available().stream().map(caller -> Clouds.folder(caller, root)).toList();
    Host.run(List.of("-p", Jars.path(Jars.withoutVendors()), "-m", MAIN), orders)
        .hasInstalled("folder", Jars.ours("sample-custom-provider").getFileName().toString())
        .hasDone(orders);
  }

  @Test
  void theEksProviderWorksAsAModule() {
    String path = Jars.path(Jars.withProgram(Jars.withoutGke()));
    try (Clouds clouds = new Clouds()) {
      List<Order> orders = List.of(clouds.eks(Caller.COMMON_POOL));
      List<String> options = new ArrayList<>(ADDED);
      options.addAll(List.of("-p", path, "-m", MAIN));
      Host.run(options, orders)
          .hasInstalled("eks", "dev.onboard4j:onboard4j-provider-eks")
          .hasInstalled("kubernetes", "dev.onboard4j:onboard4j-k8s-rbac")
          .hasDone(orders);
    }
  }

  /** The only way for GKE: Google's jars share packages, so that no module path can hold them. */
  @Test
  void everyProviderWorksOnTheClassPathBesideModules() {
    List<Path> modules = new ArrayList<>(Jars.withoutVendors());
    modules.remove(Jars.ours("sample-custom-provider"));
    List<Path> others = new ArrayList<>(Jars.libraries());
    others.removeAll(modules);
    try (Clouds clouds = new Clouds()) {
      List<Order> orders = List.of(clouds.gke(Caller.COMMON_POOL), clouds.eks(Caller.COMMON_POOL));
      List<String> options = new ArrayList<>(List.of("--add-modules", "ALL-DEFAULT"));
      options.addAll(List.of("-p", Jars.path(modules), "-cp", Jars.path(others), "-m", MAIN));
      Host.run(options, orders)
          .hasInstalled("eks", "dev.onboard4j:onboard4j-provider-eks")
          .hasInstalled("gke", "dev.onboard4j:onboard4j-provider-gke")
          .hasDone(orders);
    }
  }
}
