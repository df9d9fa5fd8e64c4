package dev.onboard4j.hostile;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.CredentialDelivery;
import java.util.List;

/** The well-behaved handler of a credential, which the platform holds. */
record KeyHandler(SessionContext context, Server server) implements ResourceHandler {
  static final ResourceId ID = ResourceId.of("key", "one");
  static final State DESIRED = State.builder().known("version", "v1").build();

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    // A removal leaves the credential to the platform.
    return context.operation() == Operation.REMOVE
        ? Observed.absent()
        : new CredentialDelivery(context, "key")
            .held(requests)
            .map(version -> Observed.of(DESIRED, Owner.OURS))
            .orElseGet(Observed::absent);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return List.of();
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return List.of();
  }

  @Override
  public Observed write(
      Resource resource, Observed before, StateChange change, RequestContext requests) {
    if (change.removes()) {
      requests.write(ApiRequest.of("vault", "Forget"), () -> server.forget("key"));
      return Observed.absent();
    }
    context.platform().register(context.cluster(), requests);
    new CredentialDelivery(context, "key")
        .replace(() -> new CredentialDelivery.Minted("v1", Secret.of(Stage.SECRET)), requests);
    return Observed.of(DESIRED, Owner.OURS);
  }
}
