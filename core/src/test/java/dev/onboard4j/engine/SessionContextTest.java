package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a contributor gets to know, and how its sessions end. */
final class SessionContextTest {
  private static final String UUID = "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa";

  @TempDir private Path folder;

  private final MemoryCloud cloud = new MemoryCloud().plain("a");

  private SessionContext context() {
    return Objects.requireNonNull(cloud.session.context);
  }

  @Test
  void everythingThatWasSaidReachesTheContributor() throws IOException {
    Path blueprint =
        Files.writeString(
            folder.resolve("mine.json"),
            "{\"id\":\"mine/1\",\"clouds\":{\"memory\":{\"key\":\"value\"}}}");
    StringBuilder notes = new StringBuilder();
    cloud
        .onboarding()
        .blueprint(blueprint)
        .set(Map.of("memory.size", "large", "platform.cluster-id", UUID))
        .set("platform.principal", "somebody")
        .set("platform.external-id", "secret handshake")
        .on(OnboardingEvent.Note.class, note -> notes.append(note.words()))
        .with(String.class, "handed over")
        .planRemoval(MemoryCloud.cluster());
    SessionContext context = context();
    context.note("worth knowing");
    assertThat(context.cluster()).isEqualTo(MemoryCloud.cluster());
    assertThat(context.operation()).isEqualTo(Operation.REMOVE);
    assertThat(context.blueprintId()).isEqualTo("mine/1");
    assertThat(context.blueprint()).contains(Map.of("key", "value"));
    assertThat(context.settings().text("memory.size")).contains("large");
    assertThat(context.settings().text("memory.speed")).contains("slow");
    assertThat(context.registration().clusterId()).contains(UUID);
    assertThat(context.registration().principal()).contains("somebody");
    assertThat(context.registration().externalId()).contains("secret handshake");
    assertThat(context.given(String.class)).contains("handed over");
    assertThat(context.given(Integer.class)).isEmpty();
    assertThat(context.requests()).isNotNull();
    assertThat(notes).hasToString("worth knowing");
  }

  @Test
  void everyVerbClosesItsSessions() {
    cloud.plan();
    assertThat(cloud.session.closed).isEqualTo(1);
    cloud.onboarding().drift(MemoryCloud.cluster());
    assertThat(cloud.session.closed).isEqualTo(2);
    cloud.plan().apply();
    assertThat(cloud.session.closed).isEqualTo(4);
    assertThat(cloud.onboarding().check(URI.create("memory://account/here/x"), Operation.APPLY))
        .isEmpty();
    assertThat(cloud.session.closed).isEqualTo(5);
  }

  @Test
  void sessionsAreClosedWhenThereIsSomethingWrongWithTheInput() {
    Onboarding wrong = cloud.onboarding().set("memory.size", "huge").set("memory.speed", "quick");
    assertThatThrownBy(() -> wrong.plan(MemoryCloud.cluster()))
        .hasMessageContaining("huge is never quick");
    assertThat(cloud.session.closed).isEqualTo(1);
  }

  @Test
  void aPlanKeepsTheSettingsButNotTheWayThere() {
    OnboardingPlan plan =
        cloud
            .onboarding()
            .set("memory.size", "large")
            .set("endpoint.memory", "http://127.0.0.1:1")
            .plan(MemoryCloud.cluster())
            .plan();
    assertThat(plan.settings()).containsExactly(Map.entry("memory.size", "large"));
  }

  @Test
  void theSettingsOfASavedPlanHoldUnlessSaidOtherwise() throws IOException {
    Path blueprint = Files.writeString(folder.resolve("mine.json"), "{\"id\":\"mine/1\"}");
    String saved =
        cloud
            .onboarding()
            .blueprint(blueprint)
            .set("memory.size", "large")
            .plan(MemoryCloud.cluster())
            .plan()
            .toJson();
    cloud.onboarding().blueprint(blueprint).read(saved).apply();
    assertThat(context().settings().text("memory.size")).contains("large");
    assertThat(context().blueprintId()).isEqualTo("mine/1");
    cloud.onboarding().blueprint(blueprint).set("memory.size", "small").read(saved).apply();
    assertThat(context().settings().text("memory.size")).contains("small");
    assertThatThrownBy(() -> cloud.onboarding().read(saved).apply())
        .hasMessageContaining("there is no blueprint 'mine/1'");
  }

  @Test
  void aSystemPropertyStandsBelowWhatTheProgramSaysAndAboveASavedPlan() {
    String saved =
        cloud.onboarding().set("memory.size", "large").plan(MemoryCloud.cluster()).plan().toJson();
    System.setProperty("onboard4j.memory.size", "small");
    System.setProperty("onboard4j.elsewhere.path", "meant for another provider");
    try {
      cloud.plan();
      assertThat(context().settings().text("memory.size")).contains("small");
      cloud.onboarding().set("memory.size", "medium").plan(MemoryCloud.cluster());
      assertThat(context().settings().text("memory.size")).contains("medium");
      cloud.onboarding().read(saved).apply();
      assertThat(context().settings().text("memory.size")).contains("small");
    } finally {
      System.clearProperty("onboard4j.memory.size");
      System.clearProperty("onboard4j.elsewhere.path");
    }
  }

  @Test
  void aClusterThatThePlatformDoesNotKnowIsRefusedInWords() {
    assertThatThrownBy(
            () -> cloud.onboarding().platform(new EmptyPlatform()).plan(MemoryCloud.cluster()))
        .hasMessage("memory://account/here/prod is not registered with nobody")
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> assertThat(e.remedy()).isEqualTo("register the cluster first"));
    assertThatThrownBy(() -> cloud.onboarding().platform("castle").plan(MemoryCloud.cluster()))
        .hasMessageContaining("platform 'castle' is not on the class path; there is: none");
  }

  @Test
  void aClusterIsReadFromItsUri() {
    ClusterRef cluster = cloud.onboarding().cluster(URI.create("memory://account/here/x"));
    assertThat(cluster.name()).isEqualTo("here/x");
  }

  /** Knows no cluster. */
  private static final class EmptyPlatform implements Platform {
    @Override
    public String id() {
      return "nobody";
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public Session open(SessionContext context) {
      return () -> Declaration.of(List.of());
    }

    @Override
    public Optional<Registration> find(ClusterRef cluster, RequestContext requests) {
      return Optional.empty();
    }

    @Override
    public Registration register(ClusterRef cluster, RequestContext requests) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> delivered(
        ClusterRef cluster, String credential, RequestContext requests) {
      return Optional.empty();
    }

    @Override
    public void deliver(
        ClusterRef cluster,
        String credential,
        String version,
        Secret value,
        RequestContext requests) {
      throw new UnsupportedOperationException();
    }
  }
}
