package dev.sluice.accounts.price;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The reader of files with prices: the gateway's own form, LiteLLM's and genai-prices'.
public final class PriceFiles {
  private static final String BUILT_IN = "prices.json";
  private static final List<ForeignTable.Form> FORMS =
      List.of(new LiteLlmTable(), new GenaiPricesTable());

  /// The table that comes with the gateway, once it was read: each configuration has it.
  private static final AtomicReference<@Nullable PriceTable> READ = new AtomicReference<>();

  private PriceFiles() {}

  /// The content of a file that was imported.
  ///
  /// @param form whose form it has
  /// @param left the rows that were left out, each with the reason
  public record Imported(String form, PriceTable table, List<String> left) {}

  /// Reads a file in any of the forms.
  ///
  /// @param date when that happens
  /// @throws PriceProblem if it has none of them, or is wrong
  public static Imported read(InputStream file, LocalDate date) throws IOException, PriceProblem {
    Object tree = PriceJson.read(file);
    if (SluiceTable.isMeant(tree)) {
      return new Imported("Sluice", SluiceTable.read(Fields.of(tree, "models")), List.of());
    }
    for (ForeignTable.Form form : FORMS) {
      if (form.isMeant(tree)) {
        var table = new ForeignTable(date);
        form.read(tree, table);
        return new Imported(form.name(), new PriceTable(table.rows()), table.left());
      }
    }
    throw new PriceProblem(
        "is no table of prices: neither LiteLLM's (an object by model with `litellm_provider`), nor"
            + " genai-prices' (a list of providers with `models`), nor one that"
            + " `./sluice prices import` has written");
  }

  /// The table that comes with the gateway, which is read when it is first asked for.
  public static PriceTable builtIn() {
    PriceTable read = READ.get();
    if (read == null) {
      read = readBuiltIn();
      READ.set(read);
    }
    return read;
  }

  private static PriceTable readBuiltIn() {
    try (InputStream in = PriceFiles.class.getResourceAsStream(BUILT_IN)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + BUILT_IN);
      }
      return read(in, LocalDate.EPOCH).table();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (PriceProblem e) {
      throw new IllegalStateException(BUILT_IN + " " + e.getMessage(), e);
    }
  }
}
