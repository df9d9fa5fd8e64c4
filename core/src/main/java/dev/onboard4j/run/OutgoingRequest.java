package dev.onboard4j.run;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ResourceId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send one request.
 *
 * @param cluster the cluster that the run is about
 * @param resource the resource it is sent for; null while facts are read
 * @param request what is asked of which API
 * @param effect whether it reads or writes
 * @param attempt which attempt it is, from 1
 */
public record OutgoingRequest(
    URI cluster, @Nullable ResourceId resource, ApiRequest request, Effect effect, int attempt) {
  /** What a request may do to the other side. */
  public enum Effect {
    /** It changes nothing. */
    READ,
    /** It may change something. */
    WRITE
  }
}
