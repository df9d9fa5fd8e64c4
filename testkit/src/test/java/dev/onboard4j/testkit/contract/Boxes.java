package dev.onboard4j.testkit.contract;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads and writes the boxes of a {@link Shelf}, with a flaw. */
record Boxes(Shelf shelf, Flaw flaw, Operation operation) implements ResourceHandler {
  static final String MARK = "prod";
  static final String NEIGHBOUR = "neighbour";

  private static final ApiRequest GET = ApiRequest.of("shelf", "Get");
  private static final ApiRequest LABEL = ApiRequest.of("shelf", "Label");
  private static final ApiRequest PUT = ApiRequest.of("shelf", "Put");
  private static final ApiRequest DROP = ApiRequest.of("shelf", "Drop");

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    String box = resource.id().name();
    if (flaw == Flaw.WRITES_WHILE_PLANNING) {
      shelf.put("seen " + box, Box.of("yes", ""));
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
      if (absent(e)) {
        return Observed.absent();
      }
      throw e;
    }
  }

  private boolean absent(OnboardingException e) {
    return switch (flaw) {
      case TAKES_DENIED_FOR_ABSENT -> e.category() == Category.PERMISSION;
      case TAKES_A_FAILED_READ_FOR_ABSENT -> e.category() != Category.PERMISSION;
      default -> false;
    };
  }

  private Observed observed(Optional<Box> found) {
    return found
        .map(box -> Observed.of(state(box), owner(box)).withExtras(opened(box)))
        .orElse(Observed.absent());
  }

  /** Items that let others look into the box. */
  private List<Extra> opened(Box box) {
    return flaw == Flaw.OVERLOOKS_WIDENED_ACCESS
        ? List.of()
        : box.items().stream()
            .filter(item -> item.startsWith("window"))
            .map(item -> Extra.broader("opening", item))
            .toList();
  }

  private static State state(Box box) {
    return State.builder()
        .known("text", box.text())
        .known("mark", box.mark())
        .fixed("shape", box.shape())
        .members("items", box.items())
        .build();
  }

  /** A box without a mark is ours when it holds our text. */
  private Owner owner(Box box) {
    if (flaw == Flaw.ANSWERS_OURS_FOR_EVERYTHING || box.mark().equals(MARK)) {
      return Owner.OURS;
    }
    if (!box.mark().isEmpty()) {
      return Owner.OTHER;
    }
    boolean ours = box.text().equals("text") && flaw != Flaw.TAKES_A_LOST_MARK_FOR_FOREIGN;
    return ours ? Owner.OURS : Owner.UNMARKED;
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    if (flaw == Flaw.OVERLOOKS_A_USER) {
      return List.of();
    }
    String box = resource.id().name();
    return requests.read(LABEL, () -> shelf.label(box)).map(List::of).orElse(List.of());
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    String box = resource.id().name();
    List<RequiredPermission> all = new ArrayList<>();
    all.add(new RequiredPermission("shelf:Get", box));
    if (flaw != Flaw.CONCEALS_A_PERMISSION_OF_A_READ) {
      all.add(new RequiredPermission("shelf:Label", box));
    }
    return all;
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    if (flaw == Flaw.CONCEALS_A_PERMISSION) {
      return List.of();
    }
    String box = resource.id().name();
    List<RequiredPermission> all = new ArrayList<>();
    if (change.removes() || change.replaces()) {
      all.add(new RequiredPermission("shelf:Drop", box));
    }
    if (!change.removes()) {
      all.add(new RequiredPermission("shelf:Put", box));
    }
    return all;
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    String box = resource.id().name();
    touchNeighbour(change, requests);
    needs(box, change, requests);
    if (change.removes()) {
      removed(box, requests);
      return Observed.absent();
    }
    if (change.replaces() && flaw != Flaw.REPLACES_NOTHING) {
      write(requests, DROP, () -> shelf.drop(box));
    }
    Box target = target(change);
    String stored = flaw == Flaw.STORES_SOMETHING_ELSE ? "other" : target.text();
    Box content = new Box(stored, target.mark(), shape(observed, target), target.items());
    littering(
        flaw == Flaw.LITTERS_WHEN_IT_DIES,
        requests,
        () -> write(requests, PUT, () -> shelf.put(box, content)));
    return observed(Optional.of(target));
  }

  private String shape(Observed observed, Box target) {
    boolean kept = flaw == Flaw.REPLACES_NOTHING && observed.exists();
    return kept ? String.valueOf(observed.state().json("shape")) : target.shape();
  }

  private static Box target(StateChange change) {
    TreeSet<String> items = new TreeSet<>(change.before().items("items"));
    items.removeAll(change.obsolete("items"));
    items.addAll(change.target().items("items"));
    return new Box(change.text("text"), change.text("mark"), change.text("shape"), items);
  }

  /** The second box needs the first one, which this run may have made. */
  private void needs(String box, StateChange change, RequestContext requests) {
    if (flaw == Flaw.EXPECTS_AT_ONCE_WHAT_IT_MADE
        && change.creates()
        && box.equals("second")
        && requests.read(GET, () -> shelf.get("first")).isEmpty()) {
      throw OnboardingException.of(Category.CALLER, "there is no first box").build();
    }
  }

  /** Changes a box of another tool on the way, and changes it back in the removal. */
  private void touchNeighbour(StateChange change, RequestContext requests) {
    boolean undoes = change.removes() && operation == Operation.APPLY;
    if (flaw == Flaw.TOUCHES_ANOTHER_BOX
        || (undoes && flaw == Flaw.TOUCHES_ANOTHER_BOX_IN_AN_UNDO)) {
      Box other = Box.of(change.removes() && !undoes ? "theirs" : "touched", "");
      write(requests, PUT, () -> shelf.put(NEIGHBOUR, other));
    }
  }

  private void removed(String box, RequestContext requests) {
    littering(
        flaw == Flaw.LITTERS_WHEN_IT_DIES_REMOVING,
        requests,
        () -> write(requests, DROP, () -> shelf.drop(box)));
    if (flaw == Flaw.LEAVES_SOMETHING_BEHIND) {
      write(requests, PUT, () -> shelf.put("trace of " + box, Box.of("yes", "")));
    }
  }

  /** Puts a box of a new name beside it for as long as the work takes. */
  private void littering(boolean litters, RequestContext requests, Runnable work) {
    String litter = "litter " + shelf.size();
    if (litters) {
      write(requests, PUT, () -> shelf.put(litter, Box.of("yes", "")));
    }
    work.run();
    if (litters) {
      write(requests, DROP, () -> shelf.drop(litter));
    }
  }

  private <T> void write(RequestContext requests, ApiRequest request, Supplier<T> send) {
    boolean givesUp =
        (flaw == Flaw.GIVES_UP_WHEN_THROTTLED && request.equals(PUT))
            || (flaw == Flaw.GIVES_UP_A_REMOVAL_WHEN_THROTTLED && request.equals(DROP));
    if (flaw == Flaw.WAITS_FOR_A_REFUSAL) {
      requests.await("the box is there", () -> patient(requests, request, send));
      return;
    }
    requests.write(request, givesUp ? () -> strict(send) : send);
  }

  private static <T> Optional<T> patient(
      RequestContext requests, ApiRequest request, Supplier<T> send) {
    try {
      return Optional.of(requests.write(request, send));
    } catch (OnboardingException e) {
      if (e.category() == Category.CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static <T> T strict(Supplier<T> request) {
    try {
      return request.get();
    } catch (OnboardingException e) {
      throw OnboardingException.of(Category.CONFLICT, "gives up").cause(e).build();
    }
  }
}
