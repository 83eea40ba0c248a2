package dev.sluice.cli;

import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.schema.Schema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `schema`: the command that prints the schema of the configuration.
@Command(
    name = "schema",
    description = {
      "Prints the JSON schema of sluice.yaml, for editors and pipelines.",
      "What it takes may still be wrong: `validate` has the last word."
    })
final class SchemaCommand implements Callable<Integer> {
  private final Console console;

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().print(Schema.text());
    console.out().flush();
    return ExitCode.DONE;
  }
}
