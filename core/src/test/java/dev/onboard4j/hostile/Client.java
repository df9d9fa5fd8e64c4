package dev.onboard4j.hostile;

import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import java.util.List;
import java.util.Optional;

/** The client that the embedder hands over; it talks to a {@link Server}. */
public interface Client extends AutoCloseable {
  /**
   * An object of the server.
   *
   * @param serial what the server counts: two objects never share it
   */
  record Thing(long serial, Owner owner, State state) {}

  /** Finds the object of that name; the first one, if there are several. */
  Optional<Thing> find(ResourceId id);

  /** Names all objects. */
  List<String> names();

  /** Makes a bare object with our mark; a second one if the server assigns the identity. */
  Thing make(ResourceId id);

  /** Sets the fields of an object. */
  Thing change(ResourceId id, State state);

  /** Removes an object; succeeds if there is none. */
  boolean remove(ResourceId id);

  @Override
  void close();
}
