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
 * Declares one object that a person would name, with its desired state. Immutable.
 *
 * <pre>{@code
 * Resource.of(ResourceId.of("iam-role", name), ResourceKind.ROLE, desired, handler)
 *     .dependingOn(policyId)
 *     .retiring(earlier);
 * }</pre>
 *
 * @param id the identity within the plan
 * @param kind the sort of object, for people
 * @param desired the state that the object should have
 * @param retired members that earlier blueprints added and this one removes
 * @param dependsOn the resources that must exist first
 * @param dependsOnIfDeclared the resources that must exist first if they are declared
 * @param ignoredChanges fields of {@code desired} that other tools may change: written on creation,
 *     then kept as they are and reported
 * @param identity whether the plan or the server chooses the identity of a new object
 * @param handler reads and writes it
 * @param manualSteps what a person has to do, or null if the handler does it
 */
public record Resource(
    ResourceId id,
    ResourceKind kind,
    State desired,
    State retired,
    SortedSet<ResourceId> dependsOn,
    SortedSet<ResourceId> dependsOnIfDeclared,
    SortedSet<String> ignoredChanges,
    Identity identity,
    ResourceHandler handler,
    @Nullable ManualSteps manualSteps) {
  /** The origin of the identity of a new object. */
  public enum Identity {
    /** The plan names the object, so that the server refuses a second one of that name. */
    COMPUTED,
    /** The server assigns an id at each creation, so that a repeated creation adds an object. */
    ASSIGNED
  }

  /** Why the engine leaves a resource to a person. */
  public enum Cause {
    /** The step can be done elsewhere only. */
    MANUAL,
    /** The object could not be checked from here. */
    UNCHECKED
  }

  /**
   * Instructions for a step that a person does elsewhere.
   *
   * @param onApply what to do when the cluster is onboarded
   * @param onRemove what to do when the onboarding is removed
   * @param outputs the printable values that the person needs
   * @param cause why the engine does not do it
   */
  public record ManualSteps(
      String onApply, String onRemove, SortedMap<String, String> outputs, Cause cause) {
    /** Keeps a sorted, unmodifiable copy. */
    public ManualSteps {
      outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    }

    /** Steps without outputs. */
    public static ManualSteps of(String onApply, String onRemove) {
      return new ManualSteps(onApply, onRemove, Collections.emptySortedMap(), Cause.MANUAL);
    }

    /** Sets the outputs. */
    public ManualSteps withOutputs(Map<String, String> values) {
      return new ManualSteps(onApply, onRemove, new TreeMap<>(values), cause);
    }

    /** Sets the cause: the object could not be checked from here. */
    public ManualSteps unchecked() {
      return new ManualSteps(onApply, onRemove, outputs, Cause.UNCHECKED);
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

  /** Creates a resource without dependencies. */
  public static Resource of(
      ResourceId id, ResourceKind kind, State desired, ResourceHandler handler) {
    return new Draft(id, kind, desired, handler).resource();
  }

  /** Creates a manual step: it blocks nothing, and the engine neither reads nor writes it. */
  public static Resource manual(ResourceId id, ResourceKind kind, ManualSteps steps) {
    Draft draft = new Draft(id, kind, State.empty(), new ManualHandler(steps.outputs()));
    draft.manualSteps = steps;
    return draft.resource();
  }

  /** Adds resources that must exist first. */
  public Resource dependingOn(ResourceId... upstream) {
    return with(draft -> draft.dependsOn.addAll(Arrays.asList(upstream)));
  }

  /** Adds resources that must exist first if they are declared. */
  public Resource dependingOnIfDeclared(ResourceId... upstream) {
    return with(draft -> draft.dependsOnIfDeclared.addAll(Arrays.asList(upstream)));
  }

  /** Sets the members of earlier blueprints to remove. */
  public Resource retiring(State earlier) {
    return with(draft -> draft.retired = earlier);
  }

  /** Sets the fields whose changes are ignored once the object exists. */
  public Resource ignoringChanges(String... fields) {
    return with(draft -> draft.ignoredChanges = new TreeSet<>(Arrays.asList(fields)));
  }

  /**
   * Declares that the server assigns the identity at creation: a security group, a key.
   *
   * <p>After a lost reply the engine does not repeat the creation of such an object.
   */
  public Resource identifiedByServer() {
    return with(draft -> draft.identity = Identity.ASSIGNED);
  }

  /**
   * Marks the resource as unreadable because the caller lacks these permissions.
   *
   * <p>The plan is blocked, but still lists the permissions that it requires.
   */
  public Resource unreadable(List<RequiredPermission> denied) {
    return with(
        draft -> {
          draft.handler = new UnreadableHandler(handler, Observed.unreadable(denied));
          draft.manualSteps = null;
        });
  }

  /** The state to keep once the object exists: the desired state without ignored changes. */
  public State lasting() {
    return desired.without(ignoredChanges);
  }

  private Resource with(Consumer<Draft> change) {
    Draft draft = new Draft(id, kind, desired, handler);
    draft.retired = retired;
    draft.dependsOn.addAll(dependsOn);
    draft.dependsOnIfDeclared.addAll(dependsOnIfDeclared);
    draft.ignoredChanges = ignoredChanges;
    draft.identity = identity;
    draft.manualSteps = manualSteps;
    change.accept(draft);
    return draft.resource();
  }

  /** A copy under construction; lives within one call. */
  private static final class Draft {
    private final ResourceId id;
    private final ResourceKind kind;
    private final State desired;
    private ResourceHandler handler;
    private State retired = State.empty();
    private final SortedSet<ResourceId> dependsOn = new TreeSet<>();
    private final SortedSet<ResourceId> dependsOnIfDeclared = new TreeSet<>();
    private SortedSet<String> ignoredChanges = new TreeSet<>();
    private Identity identity = Identity.COMPUTED;
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
          identity,
          handler,
          manualSteps);
    }
  }
}
