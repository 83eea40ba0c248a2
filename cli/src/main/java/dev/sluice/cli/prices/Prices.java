package dev.sluice.cli.prices;

import dev.sluice.cli.console.Console;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `prices`: the command for what models cost.
@Command(name = "prices", description = "Shows what models cost, and imports tables of prices.")
public record Prices(Console console) implements Runnable {
  /// Says how old the table is that comes with the gateway.
  @Override
  public void run() {
    PriceWords.age(LocalDate.now(ZoneOffset.UTC)).ifPresent(console.out()::println);
    console
        .out()
        .println("prices list, prices show PROVIDER/MODEL and prices import FILE say more");
  }

  public static CommandLine with(Console console) {
    return new CommandLine(new Prices(console))
        .addSubcommand(new PricesList(console))
        .addSubcommand(new PricesShow(console))
        .addSubcommand(new PricesImport(console));
  }
}
