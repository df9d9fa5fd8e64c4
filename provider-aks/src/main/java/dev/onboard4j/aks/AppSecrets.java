package dev.onboard4j.aks;

import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.CredentialDelivery;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the client secrets of the application and tells which ones onboarding delivered.
 *
 * <p>Entra assigns the ids of secrets and stores no mark with them. Only a secret that the platform
 * holds, or whose id a tag of the application records, is known to be of onboarding.
 */
final class AppSecrets {
  static final String CREDENTIAL = "aks-client-secret";
  static final String SECRET_MARK = "onboard4j:secret";

  private final Applications applications;
  private final CredentialDelivery delivery;
  private final boolean withoutPlatform;
  private final Set<String> named;
  private final Clock clock;

  AppSecrets(Applications applications, SessionContext context) {
    this.applications = applications;
    delivery = new CredentialDelivery(context, CREDENTIAL);
    withoutPlatform = context.platform().id().equals("none");
    named = new HashSet<>();
    context
        .settings()
        .list(AksSettings.DELETE_SECRETS)
        .forEach(id -> named.add(id.toLowerCase(Locale.ROOT)));
    clock = context.given(Clock.class).orElseGet(Clock::systemUTC);
  }

  Clock clock() {
    return clock;
  }

  /**
   * The secrets of one moment.
   *
   * @param current the valid secret that the platform holds
   * @param recorded whether a tag of the application records the current secret
   * @param delivered the ids of all secrets that onboarding is known to have delivered
   * @param named the ids of the secrets that the settings name for deletion
   */
  record Snapshot(
      Optional<String> current,
      boolean recorded,
      SortedSet<String> delivered,
      SortedSet<String> named) {
    /** The delivered secrets and those that the settings name. */
    SortedSet<String> deliveredOrNamed() {
      TreeSet<String> both = new TreeSet<>(delivered);
      both.addAll(named);
      return both;
    }

    /** The secrets that are no longer the current one. */
    SortedSet<String> former() {
      TreeSet<String> former = new TreeSet<>(deliveredOrNamed());
      current.ifPresent(former::remove);
      return former;
    }
  }

  /** Reads the secrets; none if the application is absent. */
  Snapshot read(RequestContext requests) {
    Optional<Tree> app = applications.application(requests);
    List<Tree> all = app.map(found -> found.objects("passwordCredentials")).orElse(List.of());
    Optional<String> held = delivery.held(requests);
    Optional<String> recorded = app.flatMap(AppSecrets::recorded);
    // A directory for secrets tells about this machine only; the tag tells about all.
    Optional<String> current =
        valid(all, held).or(() -> withoutPlatform ? valid(all, recorded) : Optional.empty());
    Set<String> delivered = new TreeSet<>();
    Stream.of(held, recorded).flatMap(Optional::stream).forEach(delivered::add);
    return new Snapshot(
        current,
        current.isPresent() && current.equals(recorded),
        existing(all, delivered),
        existing(all, named));
  }

  /** The ids of the secrets that a plan manages. */
  List<String> ownIds(RequestContext requests) {
    return List.copyOf(read(requests).deliveredOrNamed());
  }

  /** Those of the ids that the application still has. */
  List<String> existing(List<String> ids, RequestContext requests) {
    return applications
        .application(requests)
        .map(app -> List.copyOf(existing(app.objects("passwordCredentials"), ids)))
        .orElse(List.of());
  }

  /** The id of the secret that was delivered last, from the tags. */
  static Optional<String> recorded(Tree app) {
    return Optional.ofNullable(AzureMarks.pairs(app.texts("tags")).get(SECRET_MARK));
  }

  private Optional<String> valid(List<Tree> all, Optional<String> id) {
    return all.stream()
        .filter(secret -> id.filter(secret.text("keyId")::equals).isPresent())
        .filter(secret -> !named.contains(secret.text("keyId").toLowerCase(Locale.ROOT)))
        .filter(secret -> !isExpired(secret))
        .map(secret -> secret.text("keyId"))
        .findFirst();
  }

  private boolean isExpired(Tree secret) {
    try {
      return Instant.parse(secret.text("endDateTime")).isBefore(clock.instant());
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static SortedSet<String> existing(List<Tree> all, Collection<String> ids) {
    TreeSet<String> existing = new TreeSet<>();
    all.stream()
        .map(secret -> secret.text("keyId"))
        .filter(id -> AzureIds.contains(ids, id))
        .forEach(existing::add);
    return existing;
  }
}
