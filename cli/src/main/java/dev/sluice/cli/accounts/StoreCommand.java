package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `store`: the command for the store of a running gateway.
@Command(
    name = "store",
    description = {
      "The store of a running gateway: create.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway; a change needs one."
    })
public final class StoreCommand {
  private static final String STORE = "/admin/v1/store";

  private final Console console;

  public StoreCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "create",
      description = {
        "Makes a new store where the one that there was is gone.",
        "All keys that the gateway knows of the old one end at once."
      })
  int create(@Mixin GatewayOptions gateway) throws CannotStart, InterruptedException {
    JsonNode made = gateway.client(console).post(STORE, JsonNodeFactory.instance.objectNode());
    console.out().println("store " + made.path("store").asText());
    return ExitCode.DONE;
  }
}
