package dev.onboard4j.spi;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Declares one thing a person would name, with the state it should have. Immutable.
 *
 * <pre>{@code
 * Resource.of(ResourceId.of("iam-role", name), ResourceKind.ROLE, desired, handler)
 *     .dependingOn(policyId)
 *     .retiring(earlier);
 * }</pre>
 *
 * @param id its identity within the plan
 * @param kind what it is to people
 * @param desired the state it should have
 * @param retired members that earlier blueprints put there: ours to take away
 * @param dependsOn the resources that must be there first
 * @param dependsOnIfDeclared the resources that must be there first if anything declares them
 * @param ignoredChanges fields of {@code desired} that others may change later: written when the
 *     object is created, then left as they are and reported
 * @param handler reads and writes it
 * @param manualSteps what a person has to do, or null when the handler does it
 */
public record Resource(
    ResourceId id,
    ResourceKind kind,
    State desired,
    State retired,
    SortedSet<ResourceId> dependsOn,
    SortedSet<ResourceId> dependsOnIfDeclared,
    SortedSet<String> ignoredChanges,
    ResourceHandler handler,
    @Nullable ManualSteps manualSteps) {
  /**
   * The exact words for something that a person does elsewhere.
   *
   * @param onApply what to do when the cluster comes on board
   * @param onRemove what to do when it leaves
   * @param outputs the printable values that the person needs
   */
  public record ManualSteps(String onApply, String onRemove, SortedMap<String, String> outputs) {
    /** Keeps a sorted, unmodifiable copy. */
    public ManualSteps {
      outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    }

    /** Steps without outputs. */
    public static ManualSteps of(String onApply, String onRemove) {
      return new ManualSteps(onApply, onRemove, Collections.emptySortedMap());
    }

    /** The same steps, with these outputs. */
    public ManualSteps withOutputs(Map<String, String> values) {
      return new ManualSteps(onApply, onRemove, new TreeMap<>(values));
    }
  }

  /** Keeps sorted, unmodifiable copies. */
  public Resource {
    dependsOn = sorted(dependsOn);
    dependsOnIfDeclared = sorted(dependsOnIfDeclared);
    ignoredChanges = sorted(ignoredChanges);
  }

  private static <T extends Comparable<T>> SortedSet<T> sorted(Collection<T> items) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(items));
  }

  /** A resource that depends on nothing. */
  public static Resource of(
      ResourceId id, ResourceKind kind, State desired, ResourceHandler handler) {
    return new Draft(id, kind, desired, handler).resource();
  }

  /** Something that a person does elsewhere; it stops nothing, and nothing reads or writes it. */
  public static Resource manual(ResourceId id, ResourceKind kind, ManualSteps steps) {
    Draft draft = new Draft(id, kind, State.empty(), new ManualHandler(steps.outputs()));
    draft.manualSteps = steps;
    return draft.resource();
  }

  /** The same, after these resources. */
  public Resource dependingOn(ResourceId... upstream) {
    return with(draft -> draft.dependsOn.addAll(Arrays.asList(upstream)));
  }

  /** The same, after those of these resources that anything declares. */
  public Resource dependingOnIfDeclared(ResourceId... upstream) {
    return with(draft -> draft.dependsOnIfDeclared.addAll(Arrays.asList(upstream)));
  }

  /** The same, taking away those members of earlier blueprints. */
  public Resource retiring(State earlier) {
    return with(draft -> draft.retired = earlier);
  }

  /** The same, leaving these fields to whoever changes them once the object is there. */
  public Resource ignoringChanges(String... fields) {
    return with(draft -> draft.ignoredChanges = new TreeSet<>(Arrays.asList(fields)));
  }

  /**
   * The same, unreadable because the caller lacks these permissions.
   *
   * <p>The plan is blocked then, yet still tells which permissions it takes.
   */
  public Resource unreadable(List<RequiredPermission> denied) {
    return with(
        draft -> {
          draft.handler = new UnreadableHandler(handler, Observed.unreadable(denied));
          draft.manualSteps = null;
        });
  }

  /** What it should stay like once it is there: the desired state less the ignored changes. */
  public State lasting() {
    return desired.without(ignoredChanges);
  }

  private Resource with(Consumer<Draft> change) {
    Draft draft = new Draft(id, kind, desired, handler);
    draft.retired = retired;
    draft.dependsOn.addAll(dependsOn);
    draft.dependsOnIfDeclared.addAll(dependsOnIfDeclared);
    draft.ignoredChanges = ignoredChanges;
    draft.manualSteps = manualSteps;
    change.accept(draft);
    return draft.resource();
  }

  /** A copy in the making; lives within one call. */
  private static final class Draft {
    private final ResourceId id;
    private final ResourceKind kind;
    private final State desired;
    private ResourceHandler handler;
    private State retired = State.empty();
    private final SortedSet<ResourceId> dependsOn = new TreeSet<>();
    private final SortedSet<ResourceId> dependsOnIfDeclared = new TreeSet<>();
    private SortedSet<String> ignoredChanges = new TreeSet<>();
    private @Nullable ManualSteps manualSteps;

    Draft(ResourceId id, ResourceKind kind, State desired, ResourceHandler handler) {
      this.id = id;
      this.kind = kind;
      this.desired = desired;
      this.handler = handler;
    }

    Resource resource() {
      return new Resource(
          id,
          kind,
          desired,
          retired,
          dependsOn,
          dependsOnIfDeclared,
          ignoredChanges,
          handler,
          manualSteps);
    }
  }
}
