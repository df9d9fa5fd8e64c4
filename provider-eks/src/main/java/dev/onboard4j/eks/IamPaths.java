package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;

/**
 * Refuses IAM objects of this cluster that lie under another path than {@code eks.path}.
 *
 * <p>IAM cannot move an object. Making the node role anew would take the role off running nodes, so
 * no plan does it.
 */
final class IamPaths {
  private IamPaths() {}

  /**
   * Compares where the object is with where it has to be.
   *
   * @throws OnboardingException of category CONFLICT if an object of this cluster is elsewhere
   */
  static void check(Owner owner, String found, String wanted) {
    if (owner != Owner.OURS || found.equals(wanted)) {
      return;
    }
    throw refused(found, wanted, "set eks.path=" + path(found) + " and plan again");
  }

  /** The refusal of an object at another ARN than the wanted one. */
  static OnboardingException refused(String found, String wanted, String remedy) {
    return OnboardingException.of(
            Category.CONFLICT,
            found
                + " exists, and "
                + wanted
                + " is asked for: IAM allows a name once, whatever its path and letter case, and"
                + " moves no object")
        .remedy(remedy)
        .build();
  }

  /** The path in the ARN of a role, policy or instance profile. */
  static String path(String arn) {
    return arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
  }
}
