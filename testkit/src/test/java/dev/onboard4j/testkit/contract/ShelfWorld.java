package dev.onboard4j.testkit.contract;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A {@link Shelf} with a box of another tool, and a provider with a flaw.
 *
 * @param capabilities what it declares
 * @param silent whether it hides its calls, whatever it declares
 */
record ShelfWorld(Shelf shelf, Flaw flaw, Set<Capability> capabilities, boolean silent)
    implements ContractWorld {
  static ShelfWorld with(Flaw flaw) {
    return new ShelfWorld(shelved(), flaw, Set.of(Capability.values()), false);
  }

  private static Shelf shelved() {
    Shelf shelf = new Shelf();
    shelf.place(Boxes.NEIGHBOUR, Box.of("theirs", ""));
    return shelf;
  }

  ShelfWorld declaring(Set<Capability> others) {
    return new ShelfWorld(shelf, flaw, others, silent);
  }

  ShelfWorld silenced() {
    return new ShelfWorld(shelf, flaw, capabilities, true);
  }

  /** The same with a fresh shelf. */
  ShelfWorld fresh() {
    return new ShelfWorld(shelved(), flaw, capabilities, silent);
  }

  @Override
  public Onboarding onboarding() {
    return Onboarding.forProvider("shelf")
        .with(Shelf.class, shelf)
        .with(Flaw.class, flaw)
        .time(new VirtualTime());
  }

  @Override
  public ClusterRef cluster() {
    return new ShelfProvider.ShelfCluster("prod");
  }

  @Override
  public Object state() {
    return shelf.state();
  }

  @Override
  public Faults faults() {
    return shelf.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return silent ? List.of() : shelf.calls();
  }

  @Override
  public List<Place> places(StateDifference difference) {
    Place box = Place.of(ResourceId.of("box", difference.path().get(0)));
    String field = difference.path().get(1);
    return List.of(
        field.equals("items") ? box.in(field).item(difference.text()::equals) : box.in(field));
  }

  @Override
  public Map<String, UnaryOperator<Onboarding>> settings() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
    values.put("default", o -> o);
    values.put("item a", o -> o.set(ShelfProvider.ITEM, "a"));
    values.put("item b", o -> o.set(ShelfProvider.ITEM, "b"));
    return values;
  }

  private WorldEdit edit(String name, UnaryOperator<Box> edit) {
    return new WorldEdit(
        name,
        ResourceId.of("box", "second"),
        () -> shelf.place("second", edit.apply(shelf.box("second"))));
  }

  @Override
  public List<WorldEdit> lostMarks() {
    return List.of(edit("the mark", box -> box.marked("")));
  }

  @Override
  public List<WorldEdit> foreignObjects() {
    return List.of(
        edit("a box without a mark", box -> Box.of("theirs", "")),
        edit("a box of another cluster", box -> Box.of("theirs", "other")));
  }

  @Override
  public List<WorldEdit> users() {
    return List.of(
        new WorldEdit(
            "label x", ResourceId.of("box", "second"), () -> shelf.labelled("second", "label x")));
  }

  @Override
  public List<WorldEdit> widenedAccess() {
    return List.of(edit("window x", box -> box.holding(List.of("window x"))));
  }

  @Override
  public List<ClusterRef> neighbours() {
    return List.of(new ShelfProvider.ShelfCluster("other"));
  }

  @Override
  public List<WorldEdit> fixedFields() {
    return List.of(edit("the shape", box -> box.shaped("round")));
  }

  @Override
  public List<Refusal> refusals() {
    return List.of(
        Refusal.of("a full shelf", () -> shelf.refuse("the shelf is full"), "the shelf is full"));
  }

  @Override
  public Onboarding holding(OnboardingPlan printed) {
    Object permissions = Objects.requireNonNull(printed.permissionDocuments().get("shelf"));
    Set<String> held = new TreeSet<>();
    ((List<?>) permissions).forEach(one -> held.add(String.valueOf(one)));
    shelf.allowOnly(held);
    return onboarding();
  }

  @Override
  public void close() {
    shelf.close();
  }
}
