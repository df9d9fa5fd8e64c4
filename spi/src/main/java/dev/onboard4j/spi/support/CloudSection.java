package dev.onboard4j.spi.support;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.SessionContext;
import java.util.List;
import java.util.Map;

/** The section of a blueprint that is about one cloud: {@code clouds.ID}. */
public final class CloudSection {
  private CloudSection() {}

  /**
   * The section for the cloud of this session's cluster.
   *
   * @throws OnboardingException of category CALLER if the blueprint has none: it is for other
   *     clouds
   */
  public static Map<String, Object> required(SessionContext context) {
    return context.blueprint().orElseThrow(() -> missing(context));
  }

  private static OnboardingException missing(SessionContext context) {
    String words =
        "'%s' is for other clouds: it has no section clouds.%s"
            .formatted(context.blueprintId(), context.cluster().provider());
    return OnboardingException.badInput(List.of(new Problem("blueprint", words)));
  }
}
