package dev.onboard4j.cli;

import dev.onboard4j.model.Setting;
import dev.onboard4j.run.InstalledContributor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code providers}. */
@Command(
    name = "providers",
    description = "What is installed, and what it can be told.",
    mixinStandardHelpOptions = true)
final class ProvidersCommand extends Verb {
  ProvidersCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() {
    List<InstalledContributor> installed = new Invocation(options, streams).installed();
    if (options.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "onboard4j/providers/v1");
      document.put("providers", installed.stream().map(ProvidersCommand::tree).toList());
      streams.out().println(Json.pretty(document));
    } else {
      installed.forEach(this::text);
    }
    return Exit.DONE;
  }

  private static Map<String, Object> tree(InstalledContributor one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", one.id());
    tree.put("sort", one.sort());
    tree.put("artifact", one.artifact());
    tree.put("version", one.version());
    tree.put("problem", one.problem());
    tree.put("settings", one.settings().stream().map(ProvidersCommand::tree).toList());
    return tree;
  }

  private static Map<String, String> tree(Setting setting) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("key", setting.key());
    tree.put("type", type(setting));
    tree.put("default", setting.defaultValue());
    tree.put("description", setting.description());
    return tree;
  }

  private void text(InstalledContributor one) {
    if (!one.problem().isEmpty()) {
      streams.out().println(one.id() + "  could not be loaded: " + one.problem());
      return;
    }
    streams
        .out()
        .println(one.id() + "  " + one.sort() + "  " + one.artifact() + "  " + one.version());
    one.settings().forEach(this::text);
  }

  private void text(Setting setting) {
    String standard = setting.defaultValue().isEmpty() ? "-" : setting.defaultValue();
    streams
        .out()
        .printf(
            "  %-26s %-16s %-9s %s%n",
            setting.key(), type(setting), standard, setting.description());
  }

  private static String type(Setting setting) {
    return setting.type() == Setting.Type.CHOICE
        ? String.join("|", setting.choices())
        : setting.type().name().toLowerCase(Locale.ROOT);
  }
}
