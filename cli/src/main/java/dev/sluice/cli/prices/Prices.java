package dev.sluice.cli.prices;

import dev.sluice.cli.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `prices`: what models cost.
@Command(name = "prices", description = "Shows what models cost, and imports tables of prices.")
public final class Prices {
  private Prices() {}

  public static CommandLine with(Console console) {
    return new CommandLine(new Prices())
        .addSubcommand(new PricesList(console))
        .addSubcommand(new PricesShow(console))
        .addSubcommand(new PricesImport(console));
  }
}
