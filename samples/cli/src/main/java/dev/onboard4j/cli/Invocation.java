package dev.onboard4j.cli;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.InstalledContributor;
import dev.onboard4j.run.OnboardingEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes an onboarding of a command line, and reports all of its problems together. */
final class Invocation {
  private final Options options;
  private final Streams streams;
  private final Cancellation cancellation = new Cancellation();
  private final List<Problem> problems = new ArrayList<>();
  private final ClassLoader loader;
  private final List<InstalledContributor> installed;
  private final GivenSettings given;
  private final Map<String, String> settings;

  Invocation(Options options, Streams streams) {
    this.options = options;
    this.streams = streams;
    loader = loader();
    installed = Onboarding.installed(loader);
    given = new GivenSettings(installed, problems);
    settings = given.of(options);
  }

  private ClassLoader loader() {
    try {
      return Plugins.loader(options.providers);
    } catch (IOException e) {
      problems.add(new Problem("--providers", String.valueOf(e.getMessage())));
      return Invocation.class.getClassLoader();
    }
  }

  List<InstalledContributor> installed() {
    refuseProblems();
    return installed;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** An onboarding and its cluster. */
  record Ready(Onboarding onboarding, ClusterRef cluster) {}

  Ready ready(String text, Operation operation) {
    URI uri = uri(text);
    Onboarding onboarding = onboarding(uri.getScheme());
    try {
      onboarding.check(uri, operation).forEach(problem -> problems.add(named(problem)));
    } catch (OnboardingException e) {
      collect(e);
    }
    refuseProblems();
    return new Ready(onboarding, onboarding.cluster(uri));
  }

  private void collect(OnboardingException e) {
    if (e.category() != Category.CALLER) {
      throw e;
    }
    problems.add(new Problem("cluster", e.getMessage() + "; " + e.remedy()));
  }

  private URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getScheme() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, with the other problems.
    }
    problems.add(
        new Problem(
            "cluster",
            ("'%s' is no URI such as eks://ACCOUNT/REGION/NAME, gke://PROJECT/LOCATION/NAME or"
                    + " aks://SUBSCRIPTION/RESOURCE-GROUP/NAME")
                .formatted(text)));
    throw OnboardingException.badInput(problems);
  }

  /** Names the place of a problem as an option of the command line. */
  private Problem named(Problem problem) {
    String path = problem.path();
    if (path.startsWith("endpoint.")) {
      return new Problem("--endpoint " + path.substring("endpoint.".length()), problem.message());
    }
    if (path.equals("kubernetes.kubeconfig") && options.kubeconfig != null) {
      return new Problem("--kubeconfig", problem.message());
    }
    if (path.equals("kubernetes.context") && options.context != null) {
      return new Problem("--context", problem.message());
    }
    boolean setting =
        settings.containsKey(path) || path.matches("(platform\\.|names$).*") || known(path);
    String place = setting ? "--set " + path : path.startsWith("blueprint") ? "--" + path : path;
    return new Problem(place, problem.message());
  }

  private boolean known(String key) {
    return installed.stream()
        .flatMap(one -> one.settings().stream())
        .anyMatch(setting -> setting.key().equals(key));
  }

  private void refuseProblems() {
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
  }

  /** An onboarding for a saved plan, which names its cluster. */
  Onboarding checked(String provider) {
    Onboarding onboarding = onboarding(provider);
    refuseProblems();
    return onboarding;
  }

  private Onboarding onboarding(String provider) {
    Onboarding onboarding =
        Onboarding.forProvider(provider, loader)
            .set(given.endpointsOf(provider))
            .set(settings)
            .adopt(options.adopt.toArray(String[]::new))
            .allow(options.allow.toArray(String[]::new))
            .cancellation(cancellation)
            .on(OnboardingEvent.class, new Progress(streams, options));
    onboarding = pace(blueprint(onboarding));
    if (options.journal != null) {
      onboarding = onboarding.journal(options.journal);
    }
    return platform(onboarding);
  }

  private Onboarding blueprint(Onboarding onboarding) {
    String asked = options.blueprint;
    if (asked == null) {
      return onboarding;
    }
    return Files.isRegularFile(Path.of(asked))
        ? onboarding.blueprint(Path.of(asked))
        : onboarding.blueprint(asked);
  }

  private Onboarding pace(Onboarding onboarding) {
    Onboarding paced = onboarding;
    if (options.parallel < 1) {
      problems.add(new Problem("--parallel", "is at least 1"));
    } else {
      paced = paced.parallelism(options.parallel);
    }
    return options.deadline == null ? paced : deadline(paced, options.deadline);
  }

  private Onboarding deadline(Onboarding onboarding, String text) {
    try {
      return onboarding.deadline(Durations.parse(text));
    } catch (IllegalArgumentException e) {
      problems.add(new Problem("--deadline", String.valueOf(e.getMessage())));
      return onboarding;
    }
  }

  private Onboarding platform(Onboarding onboarding) {
    if (options.platform.equals("none")) {
      return withoutPlatform(onboarding);
    }
    if (!platformInstalled()) {
      problems.add(
          new Problem(
              "--platform", "no platform '" + options.platform + "' is installed; there is: none"));
      return onboarding;
    }
    return onboarding.platform(options.platform);
  }

  private Onboarding withoutPlatform(Onboarding onboarding) {
    if (options.apiKeyFile != null) {
      problems.add(new Problem("--api-key-file", "needs --platform: nothing else takes a key"));
    }
    return options.secretsDir == null
        ? onboarding
        : onboarding.secretsDirectory(options.secretsDir);
  }

  private boolean platformInstalled() {
    return installed.stream()
        .anyMatch(one -> one.sort().equals("platform") && one.id().equals(options.platform));
  }
}
