package dev.sluice.cli.litellm;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Prices of a file's own, which LiteLLM has in dollars a token.
final class LitellmPrices {
  private static final Map<String, String> METERS = meters();
  private static final int MILLION = 6;
  private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  /// Takes those of an entry, in `litellm_params` or in `model_info`.
  void read(Foreign params, Foreign info, String provider, Optional<String> model) {
    Map<String, String> prices = new LinkedHashMap<>();
    METERS.forEach(
        (word, meter) -> {
          Optional<String> beside = price(info, word);
          price(params, word).or(() -> beside).ifPresent(price -> prices.put(meter, price));
        });
    if (!prices.isEmpty()) {
      Map<String, String> row = new LinkedHashMap<>();
      row.put("provider", ConfigText.scalar(provider));
      row.put("model", ConfigText.scalar(model.orElse("*")));
      row.putAll(prices);
      rows.putIfAbsent(provider + "/" + model.orElse("*"), row);
    }
  }

  private static Optional<String> price(Foreign in, String word) {
    Optional<BigDecimal> dollars =
        in.number(word).map(price -> price.movePointRight(MILLION).stripTrailingZeros());
    Optional<BigDecimal> fit =
        dollars.filter(
            price -> price.signum() >= 0 && price.compareTo(MOST) <= 0 && price.scale() <= MILLION);
    if (dollars.isPresent() && fit.isEmpty()) {
      in.remark(word, "is no price that can be: 0 to 10,000 dollars a million tokens");
    }
    return fit.map(BigDecimal::toPlainString);
  }

  /// Writes `prices`, where there are any.
  void write(ConfigText text) {
    if (!rows.isEmpty()) {
      text.line(0, "prices:");
      text.line(1, "models:");
      rows.values().forEach(row -> text.line(2, "- " + ConfigText.flow(row)));
    }
  }

  private static Map<String, String> meters() {
    Map<String, String> meters = new LinkedHashMap<>();
    meters.put("input_cost_per_token", "input");
    meters.put("cache_read_input_token_cost", "cache_read");
    meters.put("cache_creation_input_token_cost", "cache_write");
    meters.put("output_cost_per_token", "output");
    return meters;
  }
}
