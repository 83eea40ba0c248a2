package dev.sluice.cli.prices;

import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.price.PriceTable;
import dev.sluice.accounts.price.PriceWriter;
import dev.sluice.call.text.Plural;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `prices import`: makes a file for `prices.files` of another project's table.
@Command(
    name = "import",
    description = {
      "Reads LiteLLM's or genai-prices' table of prices, and writes it as a file for prices.files.",
      "Says on standard error what was left out, and why."
    })
final class PricesImport implements Callable<Integer> {
  /// How many of the rows that were left out are named.
  private static final int NAMED = 10;

  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The table.")
  private String file = "";

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "Of this provider alone; may be there several times.")
  private List<String> providers = List.of();

  PricesImport(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart {
    PriceFiles.Imported imported = read();
    List<String> left = imported.left();
    PriceTable table =
        new PriceTable(
            imported.table().rows().stream()
                .filter(row -> providers.isEmpty() || providers.contains(row.provider()))
                .toList(),
            Optional.of(LocalDate.now(ZoneOffset.UTC)));
    try {
      PriceWriter.write(table, console.out());
    } catch (IOException e) {
      throw new CannotStart("the prices cannot be written: " + e.getMessage());
    }
    console.out().println();
    console
        .err()
        .println(
            "%s: %s of %s's table, %s left out"
                .formatted(
                    file,
                    Plural.of(table.rows().size(), "price"),
                    imported.form(),
                    Plural.of(left.size(), "row")));
    left.stream().limit(NAMED).forEach(row -> console.err().println("  " + row));
    if (left.size() > NAMED) {
      console.err().println("  and " + (left.size() - NAMED) + " more");
    }
    return ExitCode.DONE;
  }

  private PriceFiles.Imported read() throws CannotStart {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return PriceFiles.read(in, LocalDate.now(ZoneOffset.UTC));
    } catch (IOException | InvalidPathException e) {
      throw new CannotStart(file + " cannot be read: name a file with prices");
    } catch (PriceProblem e) {
      throw new CannotStart(file + " " + e.getMessage());
    }
  }
}
