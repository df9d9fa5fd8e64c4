package dev.onboard4j.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Where results and progress go, and who can be asked.
 *
 * @param out results
 * @param err progress and errors
 * @param terminal whether a person looks at both
 * @param ask asks a question and answers what the person typed, or null
 */
record Streams(
    PrintStream out, PrintStream err, boolean terminal, Function<String, @Nullable String> ask) {
  @SuppressWarnings("SystemConsoleNull") // the check below asks more than whether it is there
  static Streams process() {
    Console console = System.console();
    // From JDK 22 on there is a console without a terminal, too: picocli looks closer.
    boolean terminal = console != null && Ansi.AUTO.enabled();
    return new Streams(
        System.out,
        System.err,
        terminal,
        question -> console != null && terminal ? console.readLine("%s", question) : null);
  }
}
