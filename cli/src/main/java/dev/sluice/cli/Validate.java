package dev.sluice.cli;

import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.config.yaml.ConfigException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `validate`: whether a configuration is in order.
@Command(
    name = "validate",
    description = "Checks a configuration; prints FILE:LINE:COLUMN of everything that is wrong.")
final class Validate implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The configuration.")
  private String file = "";

  Validate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      ConfigFile read = ConfigFile.load(file, console.env());
      GatewayConfig config = read.config().gateway();
      String providers = count(config.providers().size(), "provider");
      String routes = count(config.routes().size(), "route");
      console.out().println(file + ": ok (" + providers + ", " + routes + ")");
      config.providers().stream()
          .filter(provider -> provider.type() == ProviderType.ANTHROPIC)
          .map(Validate::dialect)
          .forEach(console.out()::println);
      read.doc().notes().forEach(note -> console.out().println("  " + note));
      return ExitCode.DONE;
    } catch (ConfigException e) {
      console.out().println(e.getMessage());
      return ExitCode.CHECK_FAILED;
    }
  }

  /// The type has changed its meaning, so that it is worth a line.
  private static String dialect(ProviderConfig provider) {
    return "  providers."
        + provider.name()
        + switch (provider.api()) {
          case MESSAGES ->
              ": asked by Anthropic's Messages API, chats are translated;"
                  + " `api: openai` asks its OpenAI-compatible interface";
          case OPENAI, CHAT, RESPONSES ->
              ": asked by Anthropic's OpenAI-compatible interface; without `api` it is asked by"
                  + " its Messages API";
          case GEMINI -> ": asked by Gemini's own API";
        };
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
