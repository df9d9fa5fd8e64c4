package dev.onboard4j.gke;

import com.google.iam.admin.v1.ListServiceAccountKeysRequest;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.ServiceAccountKey;
import com.google.protobuf.Timestamp;
import dev.onboard4j.model.Extra;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.CredentialDelivery;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the user-managed keys of the account and tells which ones onboarding delivered.
 *
 * <p>Google assigns the ids of keys and stores no mark with them. Only a key that the platform
 * holds, or whose id the description of the account records, is known to be of onboarding.
 */
final class AccountKeys {
  static final String CREDENTIAL = "gke-service-account-key";

  private final GkeClients clients;
  private final GkeNames names;
  private final ServiceAccounts accounts;
  private final GcpRequests api;
  private final CredentialDelivery delivery;
  private final boolean withoutPlatform;
  private final Set<String> named;
  private final Clock clock;

  AccountKeys(
      GkeClients clients, GkeNames names, ServiceAccounts accounts, SessionContext context) {
    this.clients = clients;
    this.names = names;
    this.accounts = accounts;
    api = new GcpRequests(names);
    delivery = new CredentialDelivery(context, CREDENTIAL);
    withoutPlatform = context.platform().id().equals("none");
    named = Set.copyOf(context.settings().list(GkeSettings.DELETE_KEYS));
    clock = context.given(Clock.class).orElseGet(Clock::systemUTC);
  }

  /**
   * One key.
   *
   * @param usable whether it is neither disabled nor expired
   */
  private record Key(String id, Instant created, boolean usable) {
    Extra unknown() {
      return new Extra(
          "key that the plan keeps",
          id + ", created " + created + (usable ? "" : ", disabled or expired"));
    }
  }

  /**
   * The keys of one moment.
   *
   * @param current the usable key that the platform holds
   * @param recorded whether the description of the account records the current key
   * @param delivered the ids of all keys that onboarding is known to have delivered
   * @param named the ids of the keys that the settings name for deletion
   */
  record Snapshot(
      List<Key> all,
      Optional<String> current,
      boolean recorded,
      SortedSet<String> delivered,
      SortedSet<String> named) {
    private Stream<Key> unknown() {
      return all.stream().filter(key -> !delivered.contains(key.id) && !named.contains(key.id));
    }

    /** The keys whose holder nobody knows. */
    List<Extra> extras() {
      return unknown().map(Key::unknown).toList();
    }

    /** The same keys in words: they would end with the account. */
    List<String> obstacles() {
      return extras().stream().map(Extra::name).map(key -> "key " + key).toList();
    }

    /** The delivered keys and those that the settings name. */
    SortedSet<String> deliveredOrNamed() {
      TreeSet<String> both = new TreeSet<>(delivered);
      both.addAll(named);
      return both;
    }

    /** The named keys that nobody received from onboarding. */
    SortedSet<String> namedOnly() {
      TreeSet<String> rest = new TreeSet<>(named);
      rest.removeAll(delivered);
      return rest;
    }

    List<String> ids() {
      return all.stream().map(Key::id).toList();
    }
  }

  /** Reads the keys; none if the account is absent. */
  Snapshot read(RequestContext requests) {
    Optional<ServiceAccount> account = accounts.account(requests);
    List<Key> all = account.isPresent() ? listed(requests) : List.of();
    Optional<String> held = delivery.held(requests);
    Optional<String> recorded = account.flatMap(AccountDescription::deliveredKey);
    // A directory for secrets tells about this machine only; the description tells about all.
    Optional<String> current =
        usable(all, held).or(() -> withoutPlatform ? usable(all, recorded) : Optional.empty());
    TreeSet<String> delivered = new TreeSet<>();
    Stream.of(held, recorded).flatMap(Optional::stream).forEach(delivered::add);
    return new Snapshot(
        all,
        current,
        current.isPresent() && current.equals(recorded),
        existing(all, delivered),
        existing(all, named));
  }

  private Optional<String> usable(List<Key> all, Optional<String> id) {
    return all.stream()
        .filter(key -> key.usable && !named.contains(key.id))
        .map(Key::id)
        .filter(key -> id.filter(key::equals).isPresent())
        .findFirst();
  }

  private static SortedSet<String> existing(List<Key> all, Collection<String> ids) {
    TreeSet<String> existing = new TreeSet<>();
    all.stream().map(Key::id).filter(ids::contains).forEach(existing::add);
    return existing;
  }

  /** The user-managed keys; Google's own keys are left out. */
  private List<Key> listed(RequestContext requests) {
    ListServiceAccountKeysRequest request =
        ListServiceAccountKeysRequest.newBuilder()
            .setName(names.accountName())
            .addKeyTypes(ListServiceAccountKeysRequest.KeyType.USER_MANAGED)
            .build();
    return requests.cached(
        "keys of " + names.email(),
        () ->
            accounts
                .apis()
                .find(
                    requests,
                    api.listKeys(),
                    () -> clients.iam().getStub().listServiceAccountKeysCallable().call(request))
                .map(reply -> reply.getKeysList().stream().map(this::key).toList())
                .orElse(List.of()));
  }

  private Key key(ServiceAccountKey key) {
    Instant now = clock.instant();
    boolean expired = key.hasValidBeforeTime() && instant(key.getValidBeforeTime()).isBefore(now);
    return new Key(id(key), instant(key.getValidAfterTime()), !key.getDisabled() && !expired);
  }

  private static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds());
  }

  static String id(ServiceAccountKey key) {
    return key.getName().replaceFirst(".*/keys/", "");
  }
}
