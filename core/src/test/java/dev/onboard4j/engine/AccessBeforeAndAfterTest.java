package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A role whose members are the permissions that it gives. */
final class AccessBeforeAndAfterTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private record Role(MemoryCloud cloud) implements ResourceHandler {
    @Override
    public Observed read(Resource resource, RequestContext requests) {
      return cloud.read(resource, requests);
    }

    @Override
    public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
      return List.of();
    }

    @Override
    public List<RequiredPermission> writePermissions(
        Resource resource, Observed observed, StateChange change) {
      return List.of();
    }

    @Override
    public Observed write(
        Resource resource, Observed observed, StateChange change, RequestContext requests) {
      return cloud.write(resource, observed, change, requests);
    }

    @Override
    public List<Grant> access(Resource resource, State state) {
      return state.items("may").stream()
          .map(one -> new Grant("role", JustifiedPermission.unexplained(one), "*", ""))
          .toList();
    }
  }

  private static State may(String... permissions) {
    return State.builder().members("may", List.of(permissions)).build();
  }

  private void role(String retired, String... wanted) {
    Resource known = cloud.thing("role", may(wanted)).resources.remove(0);
    cloud.resources.add(
        Resource.of(known.id(), known.kind(), known.desired(), new Role(cloud))
            .retiring(may(retired)));
  }

  private static List<String> permissions(List<Grant> grants) {
    return grants.stream().map(one -> one.permission().permission()).toList();
  }

  @Test
  void whatOthersAddedIsToldBeforeAndAfterAndWhatIsRetiredOnlyBefore() {
    role("old", "read", "write");
    cloud.put("role", may("old", "read", "theirs"), Owner.OURS);
    OnboardingPlan plan = cloud.plan().plan();
    assertThat(permissions(plan.accessBefore())).containsExactly("old", "read", "theirs");
    assertThat(permissions(plan.access())).containsExactly("read", "theirs", "write");
    cloud.plan().apply();
    OnboardingPlan done = cloud.plan().plan();
    assertThat(permissions(done.accessBefore())).containsExactly("read", "theirs", "write");
    assertThat(done.access()).isEqualTo(done.accessBefore());
  }

  @Test
  void removalTakesTheAccessAwayAndDriftChangesNone() {
    role("old", "read");
    cloud.put("role", may("read"), Owner.OURS);
    OnboardingPlan removal = cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan();
    assertThat(permissions(removal.accessBefore())).containsExactly("read");
    assertThat(removal.access()).isEmpty();
    OnboardingPlan drift = cloud.onboarding().drift(MemoryCloud.cluster());
    assertThat(drift.access()).isEqualTo(drift.accessBefore());
  }
}
