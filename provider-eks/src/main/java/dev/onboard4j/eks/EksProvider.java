package dev.onboard4j.eks;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;

/**
 * Onboards Amazon EKS clusters: IAM roles and policies, instance profile, security group, access
 * entry.
 *
 * <p>Credentials come from the SDK's default chain, from {@code eks.profile}, through {@code
 * eks.assume-role-arn}, or from the embedder: {@code onboarding.with(AwsCredentialsProvider.class,
 * mine)}. An embedder's {@code SdkHttpClient}, {@code IamClient}, {@code Ec2Client}, {@code
 * EksClient} or {@code StsClient} is used in place of the default one, and is not closed; configure
 * it without retries, because the engine retries. Thread-safe; created by {@link
 * java.util.ServiceLoader}.
 */
public final class EksProvider implements ClusterProvider {
  /** Used by {@link java.util.ServiceLoader}. */
  public EksProvider() {}

  @Override
  public String id() {
    return EksCluster.SCHEME;
  }

  @Override
  public List<Setting> settings() {
    return EksSettings.DECLARED;
  }

  @Override
  public List<Problem> check(Settings settings) {
    return EksSettings.problems(settings);
  }

  @Override
  public ClusterRef parse(URI uri) {
    return EksCluster.parse(uri);
  }

  @Override
  public Session open(SessionContext context) {
    return EksSession.open(context);
  }
}
