package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;

/**
 * Refuses IAM objects of this cluster that lie under another path than {@code eks.path}.
 *
 * <p>IAM cannot move an object. No plan replaces the node role, because that would take the role
 * away from running nodes.
 */
final class IamPaths {
  private IamPaths() {}

  /**
   * Compares the path of an object with the required path.
   *
   * @throws OnboardingException of category CONFLICT if an object of this cluster has another path
   */
  static void check(Owner owner, String found, String wanted) {
    if (owner != Owner.OURS || found.equals(wanted)) {
      return;
    }
    throw refused(found, wanted, "set eks.path=" + path(found) + " and plan again");
  }

  /** The error for an object at another ARN than the required one. */
  static OnboardingException refused(String found, String wanted, String remedy) {
    return OnboardingException.of(
            Category.CONFLICT,
            found
                + " exists, and "
                + wanted
                + " is required: IAM names are unique regardless of path and letter case, and IAM"
                + " cannot move an object")
        .remedy(remedy)
        .build();
  }

  /** The path in the ARN of a role, policy or instance profile. */
  static String path(String arn) {
    return arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
  }
}
