package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
  void aReadWithoutAReplyIsRepeatedAndThenFailsAsTransient() {
    Unanswered handler = new Unanswered();
    Category[] seen = new Category[1];
    Onboarding onboarding = with(handler).around(noting(seen));
    assertThatThrownBy(() -> onboarding.plan(MemoryCloud.cluster()))
        .hasMessage("planned UNKNOWN_OUTCOME")
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.TRANSIENT);
              assertThat(e.remedy()).isEqualTo("run it again");
            });
    assertThat(handler.sent).hasValue(3);
    assertThat(seen).containsExactly(Category.TRANSIENT);
  }

  @Test
  void aReadWithoutAReplyBeforeTheFirstWriteIsAFailureOfItsStep() {
    Unanswered handler = new Unanswered();
    handler.answers = true;
    ApplicablePlan planned = with(handler).plan(MemoryCloud.cluster());
    assertThat(planned.attempt().outcomes().get(MemoryCloud.id("a")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error().category()).isEqualTo(Category.TRANSIENT));
  }

  @Test
  void anInterceptorDoesNotMakeTheOutcomeOfAReadUnknown() {
    cloud.plain("a");
    Onboarding onboarding =
        cloud.onboarding().around(throwing(MemoryCloud.failure(Category.UNKNOWN_OUTCOME)));
    assertThatThrownBy(() -> onboarding.plan(MemoryCloud.cluster()))
        .extracting(e -> ((OnboardingException) e).category())
        .isEqualTo(Category.TRANSIENT);
  }

  private Onboarding with(ResourceHandler handler) {
    cloud.resources.add(
        Resource.of(
            MemoryCloud.id("a"),
            ResourceKind.ROLE,
            State.builder().known("size", 1).build(),
            handler));
    return cloud.onboarding().set("limits.attempts", "3");
  }

  /** Gets no reply to a read; asks again when it writes. */
  private static final class Unanswered extends BadHandler {
    private final AtomicInteger sent = new AtomicInteger();
    private boolean answers;

    @Override
    public Observed read(Resource resource, RequestContext requests) {
      return answers ? Observed.absent() : asked(requests);
    }

    @Override
    public Observed write(
        Resource resource, Observed before, StateChange change, RequestContext requests) {
      return asked(requests);
    }

    private Observed asked(RequestContext requests) {
      return requests.read(
          MemoryCloud.READ,
          () -> {
            sent.incrementAndGet();
            throw MemoryCloud.failure(Category.UNKNOWN_OUTCOME);
          });
    }
  }

  private static RequestInterceptor noting(Category[] seen) {
    return new RequestInterceptor() {
      @Override
      public <T> T send(OutgoingRequest request, Supplier<T> send) {
        try {
          return send.get();
        } catch (OnboardingException e) {
          seen[0] = e.category();
          throw e;
        }
      }
    };
  }

  private static RequestInterceptor throwing(OnboardingException failure) {
    return new RequestInterceptor() {
      @Override
      public <T> T send(OutgoingRequest request, Supplier<T> send) {
        throw failure;
      }
    };
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
