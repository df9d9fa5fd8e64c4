package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.RequestContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** The versions of one managed policy. */
record PolicyVersions(EksClients clients, IamRequests iam, String name, String arn) {
  private static final String GONE = "NoSuchEntity";
  // IAM quota: versions of a managed policy.
  private static final int VERSIONS = 5;

  /** Deletes the oldest non-default version only if the quota is reached. */
  void add(String document, RequestContext requests) {
    // Another process may create a version in between, but not without end.
    for (int attempt = 1; attempt <= VERSIONS; attempt++) {
      List<PolicyVersion> versions = versions(requests);
      if (versions.size() >= VERSIONS) {
        oldest(versions).ifPresent(version -> deleteVersion(version, requests));
      }
      if (createdVersion(document, requests)) {
        return;
      }
    }
    throw OnboardingException.of(
            Category.CONFLICT, "IAM accepts no new version of " + arn + ": a quota is exceeded")
        .remedy("delete versions that are not used, and check the size of the document")
        .build();
  }

  private boolean createdVersion(String document, RequestContext requests) {
    return Aws.tried(
        requests,
        iam.createPolicyVersion(name),
        "LimitExceeded",
        () ->
            clients
                .iam()
                .createPolicyVersion(
                    r -> r.policyArn(arn).policyDocument(document).setAsDefault(true)));
  }

  private static Optional<String> oldest(List<PolicyVersion> versions) {
    return versions.stream()
        .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
        .min(
            Comparator.comparing(PolicyVersion::createDate)
                .thenComparingInt(version -> number(version.versionId())))
        .map(PolicyVersion::versionId);
  }

  private static int number(String version) {
    String digits = version.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private Object deleteVersion(String version, RequestContext requests) {
    return Aws.tried(
        requests,
        iam.deletePolicyVersion(name),
        GONE,
        () -> clients.iam().deletePolicyVersion(r -> r.policyArn(arn).versionId(version)));
  }

  private List<PolicyVersion> versions(RequestContext requests) {
    return Aws.list(
        requests,
        iam.listPolicyVersions(name),
        NoSuchEntityException.class,
        (@Nullable String marker) -> {
          var page = clients.iam().listPolicyVersions(r -> r.policyArn(arn).marker(marker));
          return new Aws.Page<>(page.versions(), Aws.next(page.isTruncated(), page.marker()));
        });
  }

  /** Deletes every version but the default one. */
  void deleteOld(RequestContext requests) {
    requests.all(
        versions(requests).stream()
            .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
            .<Supplier<Object>>map(version -> () -> deleteVersion(version.versionId(), requests))
            .toList());
  }
}
