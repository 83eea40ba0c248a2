package dev.sluice.cli.prices;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.call.Usage;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.server.config.SluiceConfig;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `prices show`: the price of a target, and of a call.
@Command(
    name = "show",
    description = "Prints the price of a target today, its source, and what a call costs.")
final class PricesShow implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "PROVIDER/MODEL", description = "The target.")
  private String target = "";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration, for own prices, discounts and names of providers.")
  private Optional<String> file = Optional.empty();

  @Option(names = "--input", paramLabel = "N", description = "Tokens read (${DEFAULT-VALUE}).")
  private long input = 1_000;

  @Option(names = "--cached", paramLabel = "N", description = "Those of them that were cached.")
  private long cached;

  @Option(names = "--output", paramLabel = "N", description = "Tokens written (${DEFAULT-VALUE}).")
  private long output = 1_000;

  PricesShow(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    Optional<Price> price = book().price(target, Instant.now().toEpochMilli());
    if (price.isEmpty()) {
      console
          .out()
          .println("no price is known of '%s': add one to prices.models".formatted(target));
      return ExitCode.CHECK_FAILED;
    }
    show(price.get());
    return ExitCode.DONE;
  }

  private PriceBook book() throws CannotStart {
    if (file.isEmpty()) {
      return new PriceBook(List.of(PriceFiles.builtIn()), Map.of(), Map.of());
    }
    SluiceConfig config = Loaded.from(file, console.env()).config();
    return config.money().book(config.gateway().providers());
  }

  private void show(Price price) {
    console.out().println(PriceWords.line(price.row()));
    if (price.factor().compareTo(BigDecimal.ONE) != 0) {
      console.out().println("the provider asks " + price.factor().toPlainString() + " of that");
    }
    console.out().println("source: " + price.row().source());
    PriceWords.age(LocalDate.now(ZoneOffset.UTC)).ifPresent(console.err()::println);
    console.out().println(costs(price));
  }

  private String costs(Price price) {
    Meters meters =
        Meters.of(new Usage(Math.max(0, input), Math.max(0, output), Math.max(0, cached), false));
    return "a call (%s) costs %s"
        .formatted(PriceWords.counts(meters), Money.text(price.nanos(meters)));
  }
}
