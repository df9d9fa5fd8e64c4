package dev.onboard4j.hostile;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.List;

/** The well-behaved contributor that works in the cluster: each request takes a token. */
record Inside() implements Contributor {
  static final ResourceId ID = ResourceId.of("inside", "rule");

  @Override
  public String id() {
    return "inside";
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of("inside.depth", Setting.Type.TEXT, "how deep"));
  }

  @Override
  public Session open(SessionContext context) {
    Client client = context.given(Client.class).orElseThrow();
    return () -> {
      KubernetesAccess access = context.kubernetes().orElseThrow();
      Runnable login = () -> access.token().get().use(String::length);
      State desired = State.builder().known("depth", context.blueprint().orElseThrow()).build();
      return Declaration.of(
          List.of(
              Resource.of(
                  ID, ResourceKind.RBAC, desired, new ThingHandler(client, login, "inside"))));
    };
  }
}
