package dev.onboard4j.run;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ResourceId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Describes one attempt to send one request.
 *
 * @param run the id of the run
 * @param cluster the cluster of the run
 * @param resource the resource that it reads or writes; null while facts are read
 * @param request the API and the operation
 * @param effect whether it reads or writes
 * @param attempt the number of the attempt, from 1
 */
public record OutgoingRequest(
    String run,
    URI cluster,
    @Nullable ResourceId resource,
    ApiRequest request,
    Effect effect,
    int attempt) {
  /** The effect of a request on the API's side. */
  public enum Effect {
    /** It changes nothing. */
    READ,
    /** It may change something. */
    WRITE
  }
}
