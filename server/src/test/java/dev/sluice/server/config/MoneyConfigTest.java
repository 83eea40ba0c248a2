package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.reader.ConfigFile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyConfigTest {
  private static final long NOW = Instant.parse("2026-12-01T12:00:00Z").toEpochMilli();

  /// Older models cost the same everywhere.
  @ParameterizedTest
  @CsvSource({
    "world/claude-sonnet-4-5@20250929, 3",
    "region/claude-sonnet-4-5@20250929, 3.3",
    "europe/claude-sonnet-4-5@20250929, 3.3",
    "world/claude-3-haiku@20240307, 0.25",
    "region/claude-3-haiku@20240307, 0.25"
  })
  void a_model_of_vertex_ai_costs_what_its_location_asks(String target, BigDecimal dollars) {
    String yaml =
        """
        providers:
          world: {type: vertex, api: messages, project: p, key: k}
          region: {type: vertex, api: messages, project: p, location: us-east5, key: k}
          europe: {type: vertex, api: messages, project: p, location: eu, key: k}
        """;
    SluiceConfig config = ConfigFile.of(Doc.parse("sluice.yaml", yaml, Map.of())).config();
    PriceBook book = config.money().book(config.gateway().providers());
    assertThat(book.price(target, NOW).orElseThrow().row().rates().told().get(Meter.INPUT))
        .isEqualByComparingTo(dollars);
  }
}
