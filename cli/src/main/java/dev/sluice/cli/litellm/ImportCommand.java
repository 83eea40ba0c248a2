package dev.sluice.cli.litellm;

import dev.sluice.cli.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `import`: configurations of other gateways.
@Command(name = "import", description = "Makes a configuration from another gateway's.")
public record ImportCommand(Console console) implements Runnable {
  @Override
  public void run() {
    console
        .out()
        .println(
            "import litellm FILE writes a configuration from one of LiteLLM; --database takes its"
                + " teams and keys");
  }

  public static CommandLine with(Console console) {
    return new CommandLine(new ImportCommand(console)).addSubcommand(new LitellmImport(console));
  }
}
