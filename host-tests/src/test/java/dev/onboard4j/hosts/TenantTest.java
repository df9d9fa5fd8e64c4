package dev.onboard4j.hosts;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TenantTest {
  @TempDir private Path root;

  @Test
  void nothingOfOursKeepsTheClassLoaderOfATenant() {
    List<Order> orders =
        Caller.available().stream().map(caller -> Clouds.folder(caller, root)).toList();
    Tenant tenant = Tenant.served(Jars.withoutVendors(), orders);
    tenant.printed().hasDone(orders);
    serveTheNext();
    await().atMost(Duration.ofSeconds(20)).until(tenant::unloaded);
  }

  /**
   * The JDK keeps the types of the record whose methods it linked last, until it links those of
   * another class loader. Not on this thread, whose thread locals have to be clean as they are.
   */
  private void serveTheNext() {
    Tenant.served(Jars.withoutVendors(), List.of(Clouds.folder(Caller.NO_LOADER, root)));
  }
}
