package dev.onboard4j.eks;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** Other processes: one that is killed, two at one cluster, five at one account. */
final class ProcessesTest {
  private static final int PATIENCE_SECONDS = 300;

  @TestFactory
  Stream<DynamicTest> aKilledApplyIsFinishedByTheNext() throws Exception {
    return kills("apply", world -> {});
  }

  @TestFactory
  Stream<DynamicTest> aKilledRemovalIsFinishedByTheNext() throws Exception {
    return kills("remove", world -> world.onboarding().plan(world.cluster()).apply());
  }

  private static Stream<DynamicTest> kills(String verb, Consumer<EmbeddedWorld> before)
      throws Exception {
    Object goal;
    List<Integer> writes;
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      before.accept(world);
      world.aws().forgetCalls();
      assertThat(ended(Child.start(world.aws().endpoint(), verb, List.of("prod")))).isZero();
      goal = world.state();
      List<RecordedCall> calls = world.calls();
      writes =
          IntStream.range(0, calls.size())
              .filter(i -> calls.get(i).effect() == RecordedCall.Effect.WRITE)
              .boxed()
              .toList();
    }
    int stride = Attack.cases(Math.max(1, writes.size() / 3), 2);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < writes.size(); i += stride) {
      int at = writes.get(i) + 1;
      tests.add(
          DynamicTest.dynamicTest(
              verb + " killed while request " + at + " is answered",
              () -> killed(verb, before, at, goal)));
    }
    Attack.tried(verb + ", its JVM killed with SIGKILL while a write is answered", tests.size());
    return tests.stream();
  }

  private static void killed(String verb, Consumer<EmbeddedWorld> before, int at, Object goal)
      throws Exception {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      before.accept(world);
      world.aws().forgetCalls();
      world.aws().faults().on("*", at, Fault.delay(Duration.ofSeconds(3)));
      Process child = Child.start(world.aws().endpoint(), verb, List.of("prod"));
      await()
          .atMost(PATIENCE_SECONDS, SECONDS)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> world.calls().size() >= at || !child.isAlive());
      child.destroyForcibly().waitFor();
      var again =
          verb.equals("apply")
              ? world.onboarding().plan(world.cluster())
              : world.onboarding().planRemoval(world.cluster());
      assertThat(again.refusals()).as("nothing is asked of the user").isEmpty();
      assertThat(again.apply().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(goal);
    }
  }

  @Test
  void twoJvmsThatOnboardOneClusterLeaveOneSetOfObjects() throws Exception {
    Object goal;
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      goal = world.state();
    }
    int rounds = Attack.cases(2, 5);
    for (int round = 0; round < rounds; round++) {
      try (EmbeddedWorld world = EmbeddedWorld.start()) {
        // Slow enough that both run at the same time.
        world.aws().latency(Duration.ofMillis(20));
        Process one = Child.start(world.aws().endpoint(), "apply", List.of("prod"));
        Process other = Child.start(world.aws().endpoint(), "apply", List.of("prod"));
        assertThat(List.of(ended(one), ended(other))).containsExactly(0, 0);
        assertThat(world.state()).isEqualTo(goal);
      }
    }
    Attack.tried("two JVMs at one cluster", rounds);
  }

  @Test
  void aThousandRunsOfFiveJvmsLeaveOnePolicy() throws Exception {
    int each = Attack.cases(8, 200);
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      List<List<String>> fleets = new ArrayList<>();
      for (int jvm = 0; jvm < 5; jvm++) {
        int number = jvm;
        List<String> fleet =
            IntStream.range(0, each).mapToObj(i -> "fleet-" + number + "-" + i).toList();
        fleet.forEach(name -> world.aws().cluster(EksClusterSpec.of("eu-west-1", name)));
        fleets.add(fleet);
      }
      List<Process> running = new ArrayList<>();
      for (List<String> fleet : fleets) {
        running.add(Child.start(world.aws().endpoint(), "apply", fleet));
      }
      for (Process child : running) {
        assertThat(ended(child)).as("clusters that failed").isZero();
      }
      onePolicy(world);
    }
    Attack.tried("runs of five JVMs in one account", 5 * each);
  }

  private static void onePolicy(EmbeddedWorld world) {
    try (IamClient iam =
        IamClient.builder()
            .endpointOverride(world.aws().endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .build()) {
      String arn = "arn:aws:iam::123456789012:policy/CastEKSPolicy";
      List<PolicyVersion> versions = iam.listPolicyVersions(r -> r.policyArn(arn)).versions();
      assertThat(versions).hasSizeLessThanOrEqualTo(5);
      assertThat(versions).filteredOn(PolicyVersion::isDefaultVersion).hasSize(1);
      assertThat(world.calls())
          .filteredOn(call -> call.name().equals("iam:CreatePolicy") && call.status() == 200)
          .hasSize(1);
    }
  }

  private static int ended(Process child) throws InterruptedException {
    if (!child.waitFor(PATIENCE_SECONDS, SECONDS)) {
      child.destroyForcibly();
      throw new AssertionError("the child did not end");
    }
    return child.exitValue();
  }
}
