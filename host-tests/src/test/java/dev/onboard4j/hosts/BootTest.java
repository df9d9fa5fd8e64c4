package dev.onboard4j.hosts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The executable jars of Spring Boot 2.7, 3 and 4; their versions are in the pom. */
final class BootTest {
  private static Clouds clouds;

  @TempDir private Path root;

  @BeforeAll
  static void start() {
    clouds = new Clouds();
  }

  @AfterAll
  static void close() {
    clouds.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"boot-2", "boot-3", "boot-4"})
  void aFatJarOnboardsFromEveryThread(String boot) {
    // First of all from the common pool, so that the SDKs find nothing prepared by another thread.
    List<Order> orders = new ArrayList<>();
    orders.add(clouds.eks(Caller.COMMON_POOL));
    orders.add(clouds.gke(Caller.COMMON_POOL));
    Caller.available().forEach(caller -> orders.add(Clouds.folder(caller, root)));
    Host.run(List.of("-jar", BootPackager.fatJar(boot).toString()), orders)
        .hasInstalled("eks", "dev.onboard4j:onboard4j-provider-eks")
        .hasInstalled("gke", "dev.onboard4j:onboard4j-provider-gke")
        .hasInstalled("kubernetes", "dev.onboard4j:onboard4j-k8s-rbac")
        .hasInstalled("folder", Jars.ours("sample-custom-provider").getFileName().toString())
        .hasDone(orders);
  }
}
