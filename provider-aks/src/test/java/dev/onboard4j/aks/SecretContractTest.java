package dev.onboard4j.aks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** The provider contract with {@code aks.access=secret}: the platform holds the only secret. */
final class SecretContractTest extends ProviderContract {
  private static final Pattern RECORDED = Pattern.compile("onboard4j:secret=([-0-9a-f]+)");

  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    try {
      return new SecretWorld(AzureWorld.start(), Files.createTempDirectory(folder, "secrets"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int crashStride() {
    return Attack.cases(5, 1);
  }

  private record SecretWorld(AzureWorld world, Path secrets) implements ContractWorld {
    @Override
    public Onboarding onboarding() {
      return world
          .onboarding()
          .set("aks.access", "secret")
          .set("aks.secret-days", "90")
          .secretsDirectory(secrets);
    }

    @Override
    public ClusterRef cluster() {
      return world.cluster();
    }

    /**
     * The state with the recorded secret only, and without its id, which differs from run to run.
     *
     * <p>A run that ends between the creation of a secret and its delivery leaves a secret behind
     * that no later run can tell from the secret of another tool.
     */
    @Override
    public Object state() {
      String state = world.state().toString();
      Matcher recorded = RECORDED.matcher(state);
      String id = recorded.find() ? recorded.group(1) : "none";
      String kept = state.contains("keyId=" + id) ? "the recorded one" : "none";
      return state
          .replaceAll("passwordCredentials=\\[[^\\]]*]", "passwordCredentials=" + kept)
          .replace(id, "N");
    }

    @Override
    public String permission(String call) {
      return world.permission(call);
    }

    @Override
    public Set<Capability> capabilities() {
      return world.capabilities();
    }

    @Override
    public Faults faults() {
      return world.faults();
    }

    @Override
    public List<RecordedCall> calls() {
      return world.calls();
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
