package dev.sluice.cli.accounts;

import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/// Which gateway a command asks.
final class GatewayOptions {
  @Mixin private AdminUrl url = new AdminUrl();

  AccountsClient client(Console console) throws CannotStart {
    return new AccountsClient(
        url.find(console), Optional.ofNullable(console.env().get(AccountsClient.TOKEN)));
  }
}
