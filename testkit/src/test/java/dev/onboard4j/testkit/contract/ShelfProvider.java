package dev.onboard4j.testkit.contract;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/** Puts two boxes on a {@link Shelf}, in order, with the flaw it is given. */
public final class ShelfProvider implements ClusterProvider {
  record ShelfCluster(String name) implements ClusterRef {
    @Override
    public String provider() {
      return "shelf";
    }

    @Override
    public String account() {
      return "account";
    }

    @Override
    public String location() {
      return "here";
    }
  }

  @Override
  public String id() {
    return "shelf";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public ClusterRef parse(URI uri) {
    return new ShelfCluster("prod");
  }

  @Override
  public Session open(SessionContext context) {
    Shelf shelf = context.given(Shelf.class).orElseThrow();
    Flaw flaw = context.given(Flaw.class).orElseThrow();
    String text =
        flaw == Flaw.WANTS_SOMETHING_ELSE_EACH_TIME ? "text " + shelf.calls().size() : "text";
    ResourceHandler boxes = new Boxes(shelf, flaw);
    State wanted = State.builder().known("text", text).build();
    ResourceId first = ResourceId.of("box", "first");
    return () ->
        Declaration.of(
            List.of(
                Resource.of(first, ResourceKind.ROLE, wanted, boxes),
                Resource.of(ResourceId.of("box", "second"), ResourceKind.ROLE, wanted, boxes)
                    .dependingOn(first)));
  }

  private static final ApiRequest GET = ApiRequest.of("shelf", "Get");
  private static final ApiRequest PUT = ApiRequest.of("shelf", "Put");
  private static final ApiRequest DROP = ApiRequest.of("shelf", "Drop");

  private record Boxes(Shelf shelf, Flaw flaw) implements ResourceHandler {
    @Override
    public Observed read(Resource resource, RequestContext requests) {
      String box = resource.id().name();
      if (flaw == Flaw.WRITES_WHILE_PLANNING) {
        shelf.put("seen " + box, "yes");
      }
      if (flaw == Flaw.GOES_PAST_THE_ENGINE) {
        shelf.get(box + " too");
      }
      if (flaw == Flaw.ASKS_TWICE) {
        requests.read(GET, () -> shelf.get(box));
      }
      try {
        return observed(requests.read(GET, () -> shelf.get(box)));
      } catch (OnboardingException e) {
        if (flaw == Flaw.TAKES_DENIED_FOR_ABSENT && e.category() == Category.PERMISSION) {
          return Observed.absent();
        }
        throw e;
      }
    }

    private static Observed observed(String text) {
      return text.isEmpty()
          ? Observed.absent()
          : Observed.of(State.builder().known("text", text).build(), Owner.OURS);
    }

    @Override
    public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
      return List.of(new RequiredPermission("shelf:Get", resource.id().name()));
    }

    @Override
    public List<RequiredPermission> writePermissions(
        Resource resource, Observed observed, StateChange change) {
      String permission = change.removes() ? "shelf:Drop" : "shelf:Put";
      return flaw == Flaw.CONCEALS_A_PERMISSION
          ? List.of()
          : List.of(new RequiredPermission(permission, resource.id().name()));
    }

    @Override
    public Observed write(
        Resource resource, Observed observed, StateChange change, RequestContext requests) {
      String box = resource.id().name();
      if (change.removes()) {
        removed(box, requests);
        return Observed.absent();
      }
      String text = change.text("text");
      String stored = flaw == Flaw.STORES_SOMETHING_ELSE ? "other" : text;
      littering(
          flaw == Flaw.LITTERS_WHEN_IT_DIES,
          requests,
          () -> write(requests, PUT, () -> shelf.put(box, stored)));
      return observed(text);
    }

    private void removed(String box, RequestContext requests) {
      littering(
          flaw == Flaw.LITTERS_WHEN_IT_DIES_REMOVING,
          requests,
          () -> write(requests, DROP, () -> shelf.drop(box)));
      if (flaw == Flaw.LEAVES_SOMETHING_BEHIND) {
        write(requests, PUT, () -> shelf.put("trace of " + box, "yes"));
      }
    }

    /** Puts a box of a new name beside it for as long as the work takes. */
    private void littering(boolean litters, RequestContext requests, Runnable work) {
      String litter = "litter " + shelf.size();
      if (litters) {
        write(requests, PUT, () -> shelf.put(litter, "yes"));
      }
      work.run();
      if (litters) {
        write(requests, DROP, () -> shelf.drop(litter));
      }
    }

    private void write(RequestContext requests, ApiRequest request, Runnable send) {
      Supplier<Boolean> sent =
          () -> {
            send.run();
            return true;
          };
      boolean givesUp =
          (flaw == Flaw.GIVES_UP_WHEN_THROTTLED && request.equals(PUT))
              || (flaw == Flaw.GIVES_UP_A_REMOVAL_WHEN_THROTTLED && request.equals(DROP));
      requests.write(request, givesUp ? () -> strict(sent) : sent);
    }

    private static Boolean strict(Supplier<Boolean> request) {
      try {
        return request.get();
      } catch (OnboardingException e) {
        throw OnboardingException.of(Category.CONFLICT, "gives up").cause(e).build();
      }
    }
  }
}
