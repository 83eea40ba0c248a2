package dev.sluice.server.config.reader;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.price.PriceTable;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.Overrun;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.MoneyConfig;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The reader of `prices` and `budgets`.
final class MoneyReader {
  /// The overrun of budgets, in hundredths.
  public static final Type<Integer> OVERRUN =
      text -> {
        try {
          return Overrun.of(text);
        } catch (IllegalArgumentException e) {
          String why = String.valueOf(e.getMessage());
          throw new ConfigProblem(why.substring(why.indexOf("must"), why.indexOf("; it is")));
        }
      };

  private MoneyReader() {}

  /// Reads both sections.
  public static MoneyConfig read(Section root) {
    MoneyConfig standard = MoneyConfig.defaults();
    MoneyConfig priced = root.in("prices", MoneyReader::prices);
    return root.in(
        "budgets",
        in ->
            new MoneyConfig(
                priced.own(),
                priced.discounts(),
                priced.usualTiers(),
                budgets(in),
                in.get("zone", MoneyReader::zone, standard.zone())));
  }

  private static MoneyConfig prices(Section in) {
    MoneyConfig standard = MoneyConfig.defaults();
    var own = new ArrayList<PriceTable>();
    if (in.has("models")) {
      own.add(new PriceTable(in.each("models", ModelPriceReader::read)));
    }
    if (in.has("files")) {
      own.addAll(in.list("files", MoneyReader::file));
    }
    return new MoneyConfig(
        own,
        in.in("discounts", d -> discounts(in, d)),
        in.in("default_tier", d -> tiers(in, d)),
        List.of(),
        standard.zone());
  }

  private static Map<String, String> tiers(Section prices, Section in) {
    var tiers = new HashMap<String, String>();
    for (String provider : prices.names("default_tier")) {
      in.get(provider, Types.TEXT)
          .ifPresent(tier -> tiers.put(provider, tier.toLowerCase(Locale.ROOT)));
    }
    return tiers;
  }

  private static Map<String, BigDecimal> discounts(Section prices, Section in) {
    var discounts = new HashMap<String, BigDecimal>();
    for (String provider : prices.names("discounts")) {
      in.get(provider, ModelPriceReader.PART).ifPresent(part -> discounts.put(provider, part));
    }
    return discounts;
  }

  private static PriceTable file(String name) throws ConfigProblem {
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      PriceFiles.Imported file = PriceFiles.read(in, LocalDate.EPOCH);
      if (!file.left().isEmpty()) {
        throw new ConfigProblem(
            "holds rows that make no sense here (" + file.left().getFirst() + ")",
            "run ./sluice prices import, and name what it writes");
      }
      return file.table();
    } catch (IOException | InvalidPathException e) {
      throw new ConfigProblem("must be a file that can be read");
    } catch (PriceProblem e) {
      throw new ConfigProblem(String.valueOf(e.getMessage()));
    }
  }

  private static List<Budget> budgets(Section in) {
    boolean strict = in.get("strict", Types.BOOLEAN, false);
    int overrun = in.get("overrun", OVERRUN, Overrun.USUAL);
    List<Budget> all =
        in.has("all") ? in.list("all", text -> budget(text, strict, overrun)) : List.of();
    if (all.size() > BudgetTerms.MOST) {
      in.fail("all", "must be at most %d; it is %d".formatted(BudgetTerms.MOST, all.size()));
    }
    return all;
  }

  private static Budget budget(String text, boolean strict, int overrun) throws ConfigProblem {
    try {
      return Budget.parse(text, strict, overrun);
    } catch (PriceProblem e) {
      String why = String.valueOf(e.getMessage());
      throw new ConfigProblem(why.substring(why.indexOf("must")));
    }
  }

  private static ZoneId zone(String text) throws ConfigProblem {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new ConfigProblem("must be a time zone, such as UTC or Europe/Berlin");
    }
  }
}
