package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The list of commands, and the handling of their errors. */
@Command(
    name = "onboard4j",
    description = "Brings a Kubernetes cluster on board: plans first, then does exactly that.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CommandLine.HelpCommand.class})
final class App implements Runnable {
  private App() {}

  static int run(String[] arguments, Streams streams) {
    CommandLine line = new CommandLine(new App());
    line.addSubcommand(new PlanCommand(streams));
    line.addSubcommand(new ApplyCommand(streams));
    line.addSubcommand(new DriftCommand(streams));
    line.addSubcommand(new RemoveCommand(streams));
    line.addSubcommand(new PermissionsCommand(streams));
    line.addSubcommand(new AccessCommand(streams));
    line.addSubcommand(new ProvidersCommand(streams));
    line.addSubcommand(new EmbeddedCommand(streams));
    boolean json = json(arguments);
    Errors errors = new Errors(streams, json);
    line.setParameterExceptionHandler((e, args) -> usage(e, errors));
    line.setExecutionExceptionHandler((e, command, result) -> errors.report(e));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.execute(arguments);
  }

  /** Whether JSON is asked for, before parsing: a parse error is a document, too. */
  private static boolean json(String[] arguments) {
    List<String> all = Arrays.asList(arguments);
    int at = Math.max(all.indexOf("-o"), all.indexOf("--output"));
    return all.contains("-o=json")
        || all.contains("-ojson")
        || all.contains("--output=json")
        || (at >= 0 && at + 1 < all.size() && all.get(at + 1).equals("json"));
  }

  private static int usage(ParameterException e, Errors errors) {
    String command = e.getCommandLine().getCommandName();
    errors.report(
        OnboardingException.badInput(
            List.of(new Problem(command, e.getMessage() + "; see " + command + " --help"))));
    return Exit.USAGE;
  }

  @Override
  public void run() {
    throw OnboardingException.badInput(
        List.of(new Problem("onboard4j", "a command is missing; see onboard4j --help")));
  }
}
