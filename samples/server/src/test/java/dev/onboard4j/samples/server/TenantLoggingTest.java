package dev.onboard4j.samples.server;

import static dev.onboard4j.samples.server.CloudTenants.ON_EKS;
import static dev.onboard4j.samples.server.CloudTenants.ON_GKE;
import static dev.onboard4j.samples.server.CloudTenants.PLAN_ON_EKS;
import static dev.onboard4j.samples.server.CloudTenants.PLAN_ON_GKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class TenantLoggingTest {
  @Test
  void everyWriteIsLoggedWithItsTenant() {
    try (CloudTenants world = CloudTenants.start()) {
      // After the start, which configures logging.
      Logger logger = (Logger) LoggerFactory.getLogger("dev.onboard4j.Onboarding");
      ListAppender<ILoggingEvent> appender = new ListAppender<>();
      appender.start();
      logger.addAppender(appender);
      List<String> runs =
          List.of(world.started(ON_EKS, PLAN_ON_EKS), world.started(ON_GKE, PLAN_ON_GKE));
      runs.forEach(run -> await().until(() -> world.get(run).is("ended")));
      logger.detachAppender(appender);
      assertThat(tenants(appender.list, "iam-role/")).containsOnly("acme");
      assertThat(tenants(appender.list, "service-account/castai-gke")).containsOnly("globex");
    }
  }

  private static List<String> tenants(List<ILoggingEvent> logged, String resource) {
    return logged.stream()
        .filter(event -> event.getFormattedMessage().contains(" for " + resource))
        .map(event -> String.valueOf(event.getMDCPropertyMap().get(TenantLogging.KEY)))
        .toList();
  }
}
