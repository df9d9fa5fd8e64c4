package dev.onboard4j.testkit.aws;

import dev.onboard4j.testkit.aws.IamEntity.Sort;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The entities of an account's IAM; two names that differ in letter case only are a conflict. */
final class IamStore {
  private final Clock clock;
  private final Map<Sort, Map<String, IamEntity>> entities = new EnumMap<>(Sort.class);
  private final Map<String, Integer> missingPrincipals = new TreeMap<>();
  private int made;
  private int pageSize = 100;

  // IAM user guide, "IAM and AWS STS quotas": managed policies per role, 10 by default.
  private int attachedPoliciesPerRole = 10;

  IamStore(Clock clock) {
    this.clock = clock;
    for (Sort sort : Sort.values()) {
      entities.put(sort, new TreeMap<>());
    }
  }

  /** The next requests that name this principal are refused. */
  void missPrincipal(String arn, int requests) {
    missingPrincipals.put(arn, requests);
  }

  /** Whether IAM does not know the principal yet. */
  boolean missesPrincipal(String arn) {
    int left = missingPrincipals.getOrDefault(arn, 0);
    missingPrincipals.put(arn, Math.max(0, left - 1));
    return left > 0;
  }

  void pageSize(int entries) {
    pageSize = entries;
  }

  void attachedPoliciesPerRole(int quota) {
    attachedPoliciesPerRole = quota;
  }

  int attachedPoliciesPerRole() {
    return attachedPoliciesPerRole;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private Map<String, IamEntity> of(Sort sort) {
    return entities.getOrDefault(sort, new TreeMap<>());
  }

  Collection<IamEntity> all(Sort sort) {
    return of(sort).values();
  }

  IamEntity create(AwsCall call, Sort sort, String name) {
    String key = name.toLowerCase(Locale.ROOT);
    if (of(sort).containsKey(key)) {
      throw new AwsFailure(
          409, "EntityAlreadyExists", title(sort) + " with name " + name + " already exists.");
    }
    IamEntity entity =
        new IamEntity(sort, name, call.find("Path").orElse("/"), call.partition(), ++made, now());
    entity.tags.putAll(call.tags("Tags.member."));
    entity.hidden = call.hidden();
    of(sort).put(key, entity);
    return entity;
  }

  /** The next deletions still see what a request took off the entity. */
  void detached(IamEntity entity, AwsCall call) {
    entity.lingering = call.hidden();
  }

  void remove(IamEntity entity) {
    of(entity.sort).remove(entity.name.toLowerCase(Locale.ROOT));
  }

  Optional<String> arn(Sort sort, String name) {
    return Optional.ofNullable(of(sort).get(name.toLowerCase(Locale.ROOT)))
        .map(entity -> entity.arn);
  }

  /** The entity that a request names; not found while it is hidden. */
  IamEntity find(Sort sort, String name) {
    IamEntity entity = of(sort).get(name.toLowerCase(Locale.ROOT));
    if (entity == null || !entity.name.equals(name) || entity.hidden-- > 0) {
      throw notFound(sort, name);
    }
    return entity;
  }

  IamEntity policy(String arn) {
    return all(Sort.POLICY).stream()
        .filter(policy -> policy.arn.equals(arn) && policy.hidden-- <= 0)
        .findFirst()
        .orElseThrow(
            () -> new AwsFailure(404, "NoSuchEntity", "Policy " + arn + " was not found."));
  }

  private static AwsFailure notFound(Sort sort, String name) {
    return new AwsFailure(
        404,
        "NoSuchEntity",
        "The " + title(sort).toLowerCase(Locale.ROOT) + " with name " + name + " cannot be found.");
  }

  private static String title(Sort sort) {
    return switch (sort) {
      case ROLE -> "Role";
      case POLICY -> "Policy";
      case PROFILE -> "Instance Profile";
    };
  }

  /** One page of a listing, in the form of all IAM listings. */
  Map<String, Object> page(AwsCall call, String field, List<?> all) {
    int from = call.find("Marker").map(Integer::parseInt).orElse(0);
    int to = Math.min(all.size(), from + pageSize);
    Map<String, Object> page = new LinkedHashMap<>();
    page.put(field, all.subList(Math.min(from, to), to));
    page.put("IsTruncated", String.valueOf(to < all.size()));
    if (to < all.size()) {
      page.put("Marker", String.valueOf(to));
    }
    return page;
  }
}
