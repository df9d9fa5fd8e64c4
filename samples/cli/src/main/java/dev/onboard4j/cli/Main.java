package dev.onboard4j.cli;

/** Starts the command line; uses no library, so that it can report missing ones. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    try {
      Class.forName("picocli.CommandLine");
    } catch (ClassNotFoundException e) {
      System.err.println(
          "onboard4j.jar needs the folder lib/ beside it: copy both, or run it where it was built");
      System.exit(1);
    }
    System.exit(App.run(arguments, Streams.process()));
  }
}
