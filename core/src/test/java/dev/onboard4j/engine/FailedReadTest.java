package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Reads of a handler that fail. */
final class FailedReadTest {
  private final MemoryCloud cloud = new MemoryCloud();

  /** Reads in the way that the test gives. */
  private static final class Reading extends BadHandler {
    private final Supplier<Observed> read;

    Reading(Supplier<Observed> read) {
      this.read = read;
    }

    @Override
    public Observed read(Resource resource, RequestContext requests) {
      return read.get();
    }
  }

  private OnboardingPlan planned(Supplier<Observed> read) {
    cloud.resources.add(
        Resource.of(
            MemoryCloud.id("a"),
            ResourceKind.ROLE,
            State.builder().known("size", 1).build(),
            new Reading(read)));
    return cloud.plan().plan();
  }

  private static OnboardingException denied(String permission) {
    return OnboardingException.of(Category.PERMISSION, "denied")
        .missing(List.of(new RequiredPermission(permission, "thing")))
        .build();
  }

  @Test
  void aReadThatDiesNamesTheResourceAndItsAuthor() {
    assertThatThrownBy(
            () ->
                planned(
                    () -> {
                      throw new IllegalStateException("secret words of a client");
                    }))
        .hasMessage("reading failed in an unforeseen way: java.lang.IllegalStateException")
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.PROVIDER_BUG);
              assertThat(e.resource()).contains(MemoryCloud.id("a"));
              assertThat(e.remedy()).contains("author of the contributor");
            });
  }

  @Test
  void everyPermissionThatAReadLackedIsTold() {
    OnboardingException first = denied("memory:Read");
    first.addSuppressed(denied("memory:List"));
    first.addSuppressed(new IllegalStateException());
    OnboardingPlan plan =
        planned(
            () -> {
              throw first;
            });
    assertThat(plan.preflight())
        .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
        .extracting(check -> check.permission().permission())
        .containsExactly("memory:List", "memory:Read");
  }

  @Test
  void aDenialWithoutPermissionsHasThoseOfItsRequest() {
    ApiRequest request =
        ApiRequest.of("memory", "Get", new RequiredPermission("memory:Get", "thing"));
    cloud.resources.add(
        Resource.of(
            MemoryCloud.id("a"),
            ResourceKind.ROLE,
            State.builder().known("size", 1).build(),
            new BadHandler() {
              @Override
              public Observed read(Resource resource, RequestContext requests) {
                return requests.read(
                    request,
                    () -> {
                      throw MemoryCloud.failure(Category.PERMISSION);
                    });
              }
            }));
    assertThat(cloud.plan().plan().preflight())
        .extracting(check -> check.permission().permission())
        .contains("memory:Get");
  }
}
