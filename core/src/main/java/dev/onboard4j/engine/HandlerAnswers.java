package dev.onboard4j.engine;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.function.Supplier;

/** What the handler of one resource answers about it. */
record HandlerAnswers(Resource resource) {
  private ResourceHandler handler() {
    return resource.handler();
  }

  private <T> List<T> list(String method, Class<T> type, Supplier<List<T>> call) {
    return Unforeseen.list(handler(), method, type, call);
  }

  List<Grant> access(State state) {
    return list("access", Grant.class, () -> handler().access(resource, state));
  }

  List<RequiredPermission> readPermissions(Observed observed) {
    return list(
        "readPermissions",
        RequiredPermission.class,
        () -> handler().readPermissions(resource, observed));
  }

  List<RequiredPermission> writePermissions(Observed observed, StateChange change) {
    return list(
        "writePermissions",
        RequiredPermission.class,
        () -> handler().writePermissions(resource, observed, change));
  }

  List<String> obstacles(Observed observed, RequestContext requests) {
    return list("obstacles", String.class, () -> handler().obstacles(resource, observed, requests));
  }
}
