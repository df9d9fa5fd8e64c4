package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Holds what the engine passes to a contributor that opens a session. */
public interface SessionContext {
  /** The key of the mark that names the owner; its value is the cluster's URI. */
  String CLUSTER_MARK = "onboard4j:cluster";

  /** The key of the mark that names the origin; its value is the blueprint's id. */
  String BLUEPRINT_MARK = "onboard4j:blueprint";

  /** The value of {@link #CLUSTER_MARK} on an object that several clusters use. */
  String SHARED_MARK = "shared";

  /** The cluster to onboard. */
  ClusterRef cluster();

  /** The operation; nothing is written before the plan is applied. */
  Operation operation();

  /** What the platform, or settings instead of it, know about the cluster. */
  Registration registration();

  /** The platform that receives credentials. */
  Platform platform();

  /** The contributor's own section of the blueprint; empty when it has none. */
  Optional<Map<String, Object>> blueprint();

  /** The id of the blueprint. */
  String blueprintId();

  /** The checked settings. */
  Settings settings();

  /** The value that the embedder supplied for this type: a client, credentials. */
  <T> Optional<T> given(Class<T> type);

  /** Sends the requests that read facts, under the same limits as those of handlers. */
  RequestContext requests();

  /**
   * Access to the cluster's API server; empty if the cluster's provider offers none.
   *
   * <p>Call it while resources are declared, not while the session is opened.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PERMISSION if the caller may not
   *     read it
   */
  Optional<KubernetesAccess> kubernetes();

  /**
   * The longest duration of one request, for the contributor's clients.
   *
   * <p>The engine cannot end a request in flight: a cancelled run ends after at most this time.
   */
  Duration requestLimit();

  /** Reports information that blocks nothing; must contain no secret. */
  void note(String words);

  /** The marks of an object that belongs to this cluster only. */
  default SortedMap<String, String> marks() {
    return new TreeMap<>(
        Map.of(CLUSTER_MARK, cluster().uri().toString(), BLUEPRINT_MARK, blueprintId()));
  }
}
