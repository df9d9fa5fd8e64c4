package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;

/**
 * Compares what a role would hold after an apply with the quotas of IAM.
 *
 * <p>Policies that other tools attached, and their inline policies, count as well.
 */
record RoleQuotas(EksClients clients, IamRequests iam, RoleIdentity role, RoleReader reader) {
  // IAM user guide, "IAM and AWS STS quotas": the default, and characters without white space.
  private static final int ATTACHED = 10;
  private static final int INLINE = 10240;

  /** The permission to read the account's quota, if the default does not suffice. */
  List<RequiredPermission> permissions(Resource resource, Observed observed) {
    return attached(resource, observed).size() > ATTACHED
        ? iam.getAccountSummary().permissions()
        : List.of();
  }

  /**
   * Refuses a plan that IAM would refuse halfway.
   *
   * @throws OnboardingException of category CONFLICT if a quota would be exceeded
   */
  void check(Resource resource, Observed observed, RequestContext requests) {
    checkAttached(resource, observed, requests);
    checkInline(resource, observed, requests);
  }

  private static Set<String> attached(Resource resource, Observed observed) {
    Set<String> after = new TreeSet<>(observed.state().items(RoleReader.ATTACHMENTS));
    Set<String> wanted = resource.desired().items(RoleReader.ATTACHMENTS);
    if (after.containsAll(wanted)) {
      return Set.of();
    }
    after.removeAll(resource.retired().items(RoleReader.ATTACHMENTS));
    after.addAll(wanted);
    return after;
  }

  private void checkAttached(Resource resource, Observed observed, RequestContext requests) {
    int count = attached(resource, observed).size();
    if (count <= ATTACHED) {
      return;
    }
    int quota = quota(requests);
    if (count > quota) {
      throw exceeded(
          count + " managed policies; AWS allows " + quota,
          "detach policies that are not needed, or raise the quota 'Managed policies attached to an"
              + " IAM role' (L-0DA4ABF3), and plan again");
    }
  }

  /** The quota of the account; the default if the caller may not read it. */
  private int quota(RequestContext requests) {
    try {
      Integer quota =
          requests.cached(
              "iam:GetAccountSummary",
              () ->
                  Aws.read(
                      requests,
                      iam.getAccountSummary(),
                      () ->
                          clients
                              .iam()
                              .getAccountSummary()
                              .summaryMap()
                              .getOrDefault(
                                  SummaryKeyType.ATTACHED_POLICIES_PER_ROLE_QUOTA, ATTACHED)));
      return quota;
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return ATTACHED;
    }
  }

  private void checkInline(Resource resource, Observed observed, RequestContext requests) {
    Object wanted = resource.desired().json(role.inlineField());
    List<String> others = RoleReader.otherInlinePolicies(observed);
    boolean written = !Objects.equals(wanted, observed.state().json(role.inlineField()));
    if (wanted == null || !written || others.isEmpty()) {
      return;
    }
    int size = PolicyDocument.size(wanted);
    for (String other : others) {
      size += reader.document(requests, other).map(PolicyDocument::sizeFromIam).orElse(0);
    }
    if (size > INLINE) {
      throw exceeded(
          "inline policies of "
              + size
              + " characters, with those of other tools "
              + others
              + "; AWS allows "
              + INLINE,
          "turn inline policies of other tools into managed ones and plan again");
    }
  }

  private OnboardingException exceeded(String what, String remedy) {
    return OnboardingException.of(Category.CONFLICT, role.arn() + " would have " + what)
        .remedy(remedy)
        .build();
  }
}
