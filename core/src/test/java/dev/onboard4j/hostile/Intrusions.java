package dev.onboard4j.hostile;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls back, waits, changes what it was given, and does everything twice. */
final class Intrusions {
  /** Another run that makes what this one is about to make. */
  static final String APPLIES = "applies within";

  private static final ApiRequest INNER = ApiRequest.of("cloud", "Inner");

  private Intrusions() {}

  static List<Misbehaviour> all() {
    List<Misbehaviour> all = new ArrayList<>();
    all.add(new Misbehaviour("behaves", false, (call, scene) -> call.good().get()));
    all.add(new Misbehaviour("changes what it was given", false, Intrusions::mutates));
    all.add(new Misbehaviour("acts twice", true, Intrusions::twice));
    all.add(new Misbehaviour("waits until somebody cancels", false, Intrusions::waits));
    all.add(
        new Misbehaviour(
            "checks within",
            false,
            within(
                scene ->
                    scene
                        .onboarding()
                        .check(URI.create("cloud://account/here/prod"), Operation.APPLY))));
    all.add(
        new Misbehaviour(
            "plans within",
            false,
            within(scene -> scene.verb().planned(scene.onboarding(), scene.cluster()))));
    all.add(new Misbehaviour(APPLIES, true, within(Intrusions::applied)));
    all.add(new Misbehaviour("nests requests", false, Intrusions::nests));
    return all;
  }

  private static void applied(Misbehaviour.Scene scene) {
    ApplicablePlan plan = scene.verb().planned(scene.onboarding(), scene.cluster());
    plan.attempt();
  }

  /** Does something that may be refused, then what it should. */
  private static Misbehaviour.Deed within(Consumer<Misbehaviour.Scene> inner) {
    return (call, scene) -> {
      if (scene.stage().entersFirst()) {
        tried(() -> inner.accept(scene));
      }
      return call.good().get();
    };
  }

  private static @Nullable Object twice(Misbehaviour.Call call, Misbehaviour.Scene scene)
      throws Throwable {
    call.good().get();
    return call.good().get();
  }

  private static @Nullable Object waits(Misbehaviour.Call call, Misbehaviour.Scene scene)
      throws Throwable {
    Thread canceller = new Thread(scene.stage()::cancel);
    canceller.start();
    boolean interrupted = Thread.interrupted();
    scene.stage().cancellation().await(Duration.ofSeconds(5));
    canceller.join();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return call.good().get();
  }

  private static @Nullable Object mutates(Misbehaviour.Call call, Misbehaviour.Scene scene)
      throws Throwable {
    Object answer = call.good().get();
    for (Object arg : call.args()) {
      mutate(arg);
      if (arg instanceof SessionContext context) {
        context.blueprint().ifPresent(Intrusions::mutate);
        mutate(context.marks());
        mutate(context.settings().values());
      }
    }
    return answer;
  }

  @SuppressWarnings("unchecked")
  private static void mutate(@Nullable Object given) {
    try {
      if (given instanceof Map<?, ?> map) {
        List.copyOf(map.values()).forEach(Intrusions::mutate);
        ((Map<Object, Object>) map).put("hostile", "hostile");
        map.clear();
      }
      if (given instanceof Collection<?> all) {
        all.forEach(Intrusions::mutate);
        ((Collection<Object>) all).add("hostile");
        all.clear();
      }
    } catch (UnsupportedOperationException e) {
      // As it should be.
    }
  }

  private static @Nullable Object nests(Misbehaviour.Call call, Misbehaviour.Scene scene)
      throws Throwable {
    for (Object arg : call.args()) {
      RequestContext requests =
          arg instanceof RequestContext given
              ? given
              : arg instanceof SessionContext context ? context.requests() : null;
      if (requests != null) {
        nest(scene.stage().server, requests);
      }
    }
    return call.good().get();
  }

  private static void nest(Server server, RequestContext requests) {
    Supplier<Object> read = () -> requests.read(INNER, server::asked);
    tried(() -> requests.read(INNER, read));
    tried(() -> requests.read(INNER, () -> requests.all(List.of(read, read))));
    Supplier<Object> editor = () -> requests.exclusive("inner", read);
    tried(() -> requests.exclusive("inner", () -> requests.all(List.of(editor, editor))));
    Supplier<Object> listing = () -> requests.cached("inner", read);
    tried(() -> requests.cached("inner", () -> requests.all(List.of(listing, listing))));
    tried(() -> requests.all(List.of(() -> requests.all(List.of(editor, editor)), read)));
  }

  private static void tried(Runnable inner) {
    try {
      inner.run();
    } catch (OnboardingException refused) {
      // Refusing is as good as doing.
    }
  }
}
