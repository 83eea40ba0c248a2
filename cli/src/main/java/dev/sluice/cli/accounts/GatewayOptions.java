package dev.sluice.cli.accounts;

import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.TokenWords;
import picocli.CommandLine.Mixin;

/// Options that say which gateway a command asks.
final class GatewayOptions {
  @Mixin private AdminUrl url = new AdminUrl();

  AccountsClient client(Console console) throws CannotStart {
    return new AccountsClient(url.find(console), TokenWords.of(console.env()));
  }
}
