package dev.sluice.cli.explain;

import dev.sluice.accounts.price.ModelPrice;
import dev.sluice.accounts.price.Price;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.prices.PriceWords;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// The lines that say what the targets of a route ask for a million tokens, and where that is set.
///
/// @param model the name that targets without one of their own pass on
record PriceLines(Loaded loaded, RouteConfig route, String model) {

  void addTo(Table table) {
    PriceBook book = loaded.config().money().book(loaded.config().gateway().providers());
    for (TargetConfig target : route.targets()) {
      String name = target.provider() + "/" + target.model().orElse(model);
      Optional<Price> price = book.price(name, Instant.now().toEpochMilli());
      table.row(
          "  " + name,
          price.map(PriceLines::words).orElse("not known: add it to prices.models"),
          price.map(known -> origin(known.row())).orElse("default"));
    }
  }

  private static String words(Price price) {
    String discount =
        price.factor().compareTo(BigDecimal.ONE) == 0
            ? ""
            : ", of which " + price.factor().toPlainString() + " is asked";
    String rates = PriceWords.rates(price.row());
    return rates.isEmpty() ? "0" : rates + discount;
  }

  private String origin(ModelPrice row) {
    boolean own =
        loaded.config().money().own().stream().anyMatch(table -> table.rows().contains(row));
    return own ? loaded.origin().of("prices").orElse("default") : "default";
  }
}
