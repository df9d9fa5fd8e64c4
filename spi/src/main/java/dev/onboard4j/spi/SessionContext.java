package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the engine hands to a contributor that opens a session. */
public interface SessionContext {
  /** The key of the mark that says whose an object is; its value is the cluster's URI. */
  String CLUSTER_MARK = "onboard4j:cluster";

  /** The key of the mark that says what put an object there; its value is the blueprint's id. */
  String BLUEPRINT_MARK = "onboard4j:blueprint";

  /** The value of {@link #CLUSTER_MARK} on an object that several clusters use. */
  String SHARED_MARK = "shared";

  /** The cluster to be brought on board. */
  ClusterRef cluster();

  /** Which question is asked; nothing is written unless it is applied afterwards. */
  Operation operation();

  /** What the platform, or the settings in its place, say of the cluster. */
  Registration registration();

  /** Who takes the credentials; what it knows of the cluster is the {@link #registration()}. */
  Platform platform();

  /** The contributor's own section of the blueprint; empty when it has none. */
  Optional<Map<String, Object>> blueprint();

  /** The id of the blueprint. */
  String blueprintId();

  /** The settings, checked. */
  Settings settings();

  /** What the embedder handed over under that type: clients, credentials. */
  <T> Optional<T> given(Class<T> type);

  /** Through which facts are read, in the same way handlers read. */
  RequestContext requests();

  /**
   * How the cluster's API server is reached, as the cluster's provider tells; empty when it does
   * not. To be asked while resources are declared, not while the session is opened.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PERMISSION if the caller may not
   *     read it
   */
  Optional<KubernetesAccess> kubernetes();

  /** Tells the person something worth knowing that stops nothing; must hold no secret. */
  void note(String words);

  /** The marks of an object that belongs to this cluster alone. */
  default SortedMap<String, String> marks() {
    return new TreeMap<>(
        Map.of(CLUSTER_MARK, cluster().uri().toString(), BLUEPRINT_MARK, blueprintId()));
  }
}
