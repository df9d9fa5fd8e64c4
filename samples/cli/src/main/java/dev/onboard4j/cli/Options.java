package dev.onboard4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all commands about a cluster share. */
final class Options {
  /** The form of results. */
  enum Output {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON
  }

  /** The use of colours. */
  enum Color {
    /** On a terminal. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting; see providers")
  List<String> set = new ArrayList<>();

  @Option(names = "--settings", paramLabel = "FILE", description = "settings in YAML or JSON")
  @Nullable Path settings;

  @Option(
      names = "--blueprint",
      paramLabel = "ID|FILE",
      description = "what is asked for: castai/current, castai/2023 or a file of your own")
  @Nullable String blueprint;

  @Option(names = "--platform", paramLabel = "ID", description = "who receives the access")
  String platform = "none";

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "the platform's key; else CASTAI_API_KEY")
  @Nullable Path apiKeyFile;

  @Option(
      names = "--adopt",
      paramLabel = "ID|all",
      description = "agree to take over objects that carry no mark of ours")
  List<String> adopt = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "KIND",
      description = "agree to a consent the plan asks for")
  List<String> allow = new ArrayList<>();

  @Option(names = "--providers", paramLabel = "DIR", description = "load the jars there as well")
  @Nullable Path providers;

  @Option(names = "--journal", paramLabel = "FILE", description = "write every event there")
  @Nullable Path journal;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "requests in flight; 1 is strictly in order (default: ${DEFAULT-VALUE})")
  int parallel = 8;

  @Option(names = "--deadline", paramLabel = "DURATION", description = "stop after that time")
  @Nullable String deadline;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "how to print")
  Output output = Output.TEXT;

  @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never")
  Color color = Color.AUTO;

  @Option(names = "--kubeconfig", paramLabel = "FILE", description = "how to reach the cluster")
  @Nullable Path kubeconfig;

  @Option(names = "--context", paramLabel = "NAME", description = "which context of it")
  @Nullable String context;

  @Option(
      names = "--endpoint",
      paramLabel = "SERVICE=URL",
      description = "another address of one API")
  List<String> endpoint = new ArrayList<>();

  @Option(
      names = "--endpoints",
      paramLabel = "FILE",
      description = "other addresses, as printed by embedded")
  @Nullable Path endpoints;

  @Option(
      names = "--secrets-dir",
      paramLabel = "DIR",
      description = "where credentials are written")
  @Nullable Path secretsDir;

  @Option(names = "-v", description = "tell every request")
  boolean verbose;

  boolean json() {
    return output == Output.JSON;
  }

  boolean colored(Streams streams) {
    return color == Color.ALWAYS || (color == Color.AUTO && streams.terminal());
  }
}
