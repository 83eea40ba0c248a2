package dev.sluice.cli.accounts;

import dev.sluice.cli.console.Console;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which gateway a command asks.
final class GatewayOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9090",
      description = "The gateway's admin listener (${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:9090");

  AccountsClient client(Console console) {
    return new AccountsClient(url, Optional.ofNullable(console.env().get(AccountsClient.TOKEN)));
  }
}
