package dev.onboard4j.samples.server;

import dev.onboard4j.ApplicablePlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plan with the consents that it is applied with.
 *
 * @param plan holds the consents, but its own fingerprint does not
 * @param adopt the ids of the resources to adopt, sorted
 * @param allow the kinds of changes to allow, sorted
 */
record ConsentedPlan(ApplicablePlan plan, List<String> adopt, List<String> allow) {
  static ConsentedPlan of(ApplicablePlan plan, PlanRequest request) {
    return new ConsentedPlan(plan, sorted(request.adopt()), sorted(request.allow()));
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().distinct().sorted().toList();
  }

  /** Names plan and consents: equal plans with other consents have another fingerprint. */
  String fingerprint() {
    MessageDigest digest = sha256();
    Stream.of(List.of(plan.plan().fingerprint()), adopt, allow)
        .map(ConsentedPlan::unambiguous)
        .forEach(part -> digest.update(part.getBytes(StandardCharsets.UTF_8)));
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static String unambiguous(List<String> texts) {
    StringBuilder all = new StringBuilder().append(texts.size()).append(' ');
    texts.forEach(text -> all.append(text.length()).append(':').append(text));
    return all.toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
