package dev.sluice.accounts.budget.attack;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtras;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// What a provider sells, at prices that are far apart.
enum SoldModel {
  SMALL(16_384, "\"input\": 0.15, \"cache_read\": 0.075, \"output\": 0.6, \"max_output\": 16384"),
  USUAL(64_000, "\"input\": 3, \"cache_write\": 3.75, \"output\": 15, \"max_output\": 64000"),
  DEAR(32_000, "\"input\": 15, \"output\": 75, \"max_output\": 32000"),
  TIERED(
      65_536,
      "\"input\": 1.25, \"output\": 10, \"max_output\": 65536,"
          + " \"tiers\": [{\"above\": 32000, \"input\": 2.5, \"output\": 15}]"),
  /// Its price does not say how much it writes.
  NEW(1_048_576, "\"input\": 1, \"output\": 4");

  private static final String SEARCH = ", \"web_search\": 10";
  private static final PriceBook BOOK = read();

  private final long maxOutput;
  private final String row;

  SoldModel(long maxOutput, String row) {
    this.maxOutput = maxOutput;
    this.row = row;
  }

  static SoldModel any(Random random) {
    List<SoldModel> all = List.of(values());
    return all.get(random.nextInt(all.size()));
  }

  /// How many tokens it writes in one answer at most.
  long maxOutput() {
    return maxOutput;
  }

  String target() {
    return "p/" + name();
  }

  static PriceBook book() {
    return BOOK;
  }

  /// What its provider bills for a use, in nano-dollars.
  long bill(Usage usage) {
    return BOOK.price(target(), 0).orElseThrow().nanos(Meters.of(usage), usage, PricedExtras.NONE);
  }

  private static PriceBook read() {
    String rows =
        Arrays.stream(values())
            .map(
                one ->
                    "{\"provider\": \"p\", \"model\": \""
                        + one.name()
                        + "\", "
                        + one.row
                        + SEARCH
                        + "}")
            .collect(Collectors.joining(","));
    byte[] json = ("{\"models\": [" + rows + "]}").getBytes(StandardCharsets.UTF_8);
    try {
      var table = PriceFiles.read(new ByteArrayInputStream(json), LocalDate.EPOCH).table();
      return new PriceBook(List.of(table), Map.of(), Map.of());
    } catch (IOException | PriceProblem e) {
      throw new AssertionError(e);
    }
  }
}
