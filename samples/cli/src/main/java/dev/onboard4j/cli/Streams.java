package dev.onboard4j.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * The output for results and progress, and a way to ask the person.
 *
 * @param out results
 * @param err progress and errors
 * @param terminal whether both are a terminal
 * @param ask asks a question and returns the typed answer, or null
 */
record Streams(
    PrintStream out, PrintStream err, boolean terminal, Function<String, @Nullable String> ask) {
  @SuppressWarnings("SystemConsoleNull") // the check below also asks for a terminal
  static Streams process() {
    Console console = System.console();
    // From JDK 22 on a console exists without a terminal, too; picocli tells them apart.
    boolean terminal = console != null && Ansi.AUTO.enabled();
    return new Streams(
        System.out,
        System.err,
        terminal,
        question -> console != null && terminal ? console.readLine("%s", question) : null);
  }
}
