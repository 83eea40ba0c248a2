package dev.sluice.cli.prices;

import dev.sluice.accounts.price.ModelPrice;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.price.PriceTable;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `prices list`: the command that lists all rows that count.
@Command(
    name = "list",
    description = {
      "Prints all prices, those that count first come first, with their sources.",
      "In dollars for a million tokens, or for a thousand requests."
    })
final class PricesList implements Callable<Integer> {
  private final Console console;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration, for own prices.")
  private Optional<String> file = Optional.empty();

  @Option(names = "--provider", paramLabel = "NAME", description = "Of this provider alone.")
  private Optional<String> provider = Optional.empty();

  PricesList(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    PriceWords.age(LocalDate.now(ZoneOffset.UTC)).ifPresent(console.err()::println);
    tables().stream()
        .flatMap(table -> table.rows().stream())
        .filter(row -> provider.isEmpty() || provider.get().equals(row.provider()))
        .map(PricesList::line)
        .forEach(console.out()::println);
    return ExitCode.DONE;
  }

  private List<PriceTable> tables() throws CannotStart {
    List<PriceTable> tables = new ArrayList<>();
    if (file.isPresent()) {
      tables.addAll(Loaded.from(file, console.env()).config().money().own());
    }
    tables.add(PriceFiles.builtIn());
    return tables;
  }

  private static String line(ModelPrice row) {
    return PriceWords.line(row) + (row.source().isEmpty() ? "" : " (" + row.source() + ")");
  }
}
