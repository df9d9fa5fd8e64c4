package dev.onboard4j.gke;

import com.google.iam.admin.v1.ServiceAccount;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.spi.support.Marks;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The description of the service account: its marks, and the id of the delivered key. */
final class AccountDescription {
  static final String KEY_MARK = "onboard4j:key";
  private static final String LONGEST_KEY = "0".repeat(40);
  // IAM reference, ServiceAccount.description.
  private static final int DESCRIPTION_BYTES = 256;

  private AccountDescription() {}

  /** The id of the key that was delivered last, from the description. */
  static Optional<String> deliveredKey(ServiceAccount account) {
    return Optional.ofNullable(
        MarkedDescription.of(account.getDescription()).marks().get(KEY_MARK));
  }

  /**
   * Refuses a plan that cannot write the marks beside the description of another tool.
   *
   * @throws OnboardingException of category CONFLICT
   */
  static void checkRoom(ServiceAccount account, Marks marks) {
    MarkedDescription current = MarkedDescription.of(account.getDescription());
    SortedMap<String, String> all = new TreeMap<>(marks.own());
    all.put(KEY_MARK, LONGEST_KEY);
    int text = bytes(current.text());
    int excess = bytes(current.with(all).full()) - DESCRIPTION_BYTES;
    if (text > 0 && excess > 0) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "the description of service account "
                  + account.getEmail()
                  + " has "
                  + text
                  + " bytes and leaves no room for the marks of onboarding: Google allows "
                  + DESCRIPTION_BYTES
                  + " bytes in all")
          .remedy(
              "shorten it to "
                  + Math.max(0, text - excess)
                  + " bytes with gcloud iam service-accounts update --description, and plan again")
          .build();
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
