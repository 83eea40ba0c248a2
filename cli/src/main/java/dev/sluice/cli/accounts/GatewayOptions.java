package dev.sluice.cli.accounts;

import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.TokenWords;
import picocli.CommandLine.Mixin;

/// Options that say which gateway a command asks.
final class GatewayOptions {
  @Mixin private AdminUrl url = new AdminUrl();

  AccountsClient client(Console console) throws CannotStart {
    return new AccountsClient(
        url.find(console), AdminTls.of(console.env()), TokenWords.of(console.env()));
  }
}
