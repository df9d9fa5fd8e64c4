package dev.onboard4j.gke;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.ProviderContract;
import dev.onboard4j.testkit.contract.StateDifference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** The provider contract with {@code gke.access=key}: the platform holds the only key. */
final class KeyContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    try {
      return new KeyWorld(GoogleWorld.withIam(), Files.createTempDirectory(folder, "secrets"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int crashStride() {
    return Attack.cases(5, 1);
  }

  private static final Pattern RECORDED = Pattern.compile("onboard4j:key=([0-9a-f]+)");

  private record KeyWorld(GoogleWorld google, Path secrets) implements ContractWorld {
    @Override
    public Onboarding onboarding() {
      return google.onboarding().set("gke.access", "key").secretsDirectory(secrets);
    }

    @Override
    public ClusterRef cluster() {
      return google.cluster();
    }

    /**
     * The state with the recorded key only, and without its id, which differs from run to run.
     *
     * <p>A run that ends between the creation of a key and its delivery leaves a key behind that no
     * later run can tell from the key of another tool.
     */
    @Override
    public Object state() {
      String state = google.state().toString();
      Matcher recorded = RECORDED.matcher(state);
      String id = recorded.find() ? recorded.group(1) : "none";
      String kept = google.keys().containsKey(id) ? "the recorded one" : "none";
      return state.replaceAll("keys=\\{([^{}]*|\\{[^{}]*})*}", "keys=" + kept).replace(id, "N");
    }

    @Override
    public Object tree() {
      return google.google().state();
    }

    @Override
    public List<Place> places(StateDifference difference) {
      return GooglePlaces.of(difference);
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.FAULTS, Capability.RECORDED_CALLS, Capability.STATE_TREE);
    }

    @Override
    public Set<String> optionalReads() {
      return new GoogleContractWorld(google, secrets).optionalReads();
    }

    @Override
    public Faults faults() {
      return google.faults();
    }

    @Override
    public List<RecordedCall> calls() {
      return google.calls();
    }

    @Override
    public void close() {
      google.close();
    }
  }
}
