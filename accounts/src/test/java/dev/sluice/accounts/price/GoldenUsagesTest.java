package dev.sluice.accounts.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.answer.AnswerFields;
import dev.sluice.provider.answer.AnthropicAnswers;
import dev.sluice.provider.answer.EventFields;
import dev.sluice.provider.answer.GeminiAnswers;
import dev.sluice.provider.answer.StreamEvidence;
import dev.sluice.provider.answer.UsageReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers as providers give them, read by the scanners that read them on the wire, and priced to
/// the nano-dollar.
class GoldenUsagesTest {
  private static final long DAY = Instant.parse("2025-11-30T12:00:00Z").toEpochMilli();
  private static final PriceBook BOOK = new PriceBook(List.of(prices()), Map.of(), Map.of());

  /// The prices that providers asked in November 2025, so that no other table changes a golden.
  private static PriceTable prices() {
    try (InputStream in = GoldenUsagesTest.class.getResourceAsStream("golden-prices.json")) {
      assertThat(in).isNotNull();
      return PriceFiles.read(in, LocalDate.EPOCH).table();
    } catch (IOException | PriceProblem e) {
      throw new AssertionError(e);
    }
  }

  /// A line of the file.
  record Golden(String dialect, String target, String answer, long nanos) {
    static Golden of(String line) {
      String[] parts = line.split("\t", -1);
      return new Golden(parts[0], parts[1], parts[2], Long.parseLong(parts[3]));
    }

    Usage usage() {
      EventFields fields =
          switch (dialect) {
            case "messages" -> AnthropicAnswers.of(Operation.MESSAGES).whole(new StreamEvidence());
            case "generate" -> GeminiAnswers.INSTANCE.whole(new StreamEvidence());
            default -> new AnswerFields();
          };
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      fields.feed(bytes, 0, bytes.length);
      UsageReport told = fields.usage().orElseThrow();
      long input = told.input().orElseThrow();
      return new Usage(input, told.output().orElseThrow(), told.cached(), false).of(told.parts());
    }
  }

  static List<Golden> usages() throws IOException {
    try (InputStream in = GoldenUsagesTest.class.getResourceAsStream("golden-usages.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Golden::of)
          .toList();
    }
  }

  @Test
  void there_are_sixty_of_all_dialects() throws IOException {
    assertThat(usages()).hasSizeGreaterThanOrEqualTo(60);
    assertThat(usages())
        .extracting(Golden::dialect)
        .contains("chat", "responses", "messages", "embeddings", "generate");
  }

  @ParameterizedTest
  @MethodSource("usages")
  void an_answer_costs_what_its_provider_asks(Golden golden) {
    Price price = BOOK.price(golden.target(), DAY).orElseThrow();
    assertThat(price.nanos(Meters.of(golden.usage()))).isEqualTo(golden.nanos());
  }

  @ParameterizedTest
  @MethodSource("usages")
  void the_parts_add_up(Golden golden) {
    Usage usage = golden.usage();
    Meters meters = Meters.of(usage);
    assertThat(meters.prompt()).isEqualTo(usage.input());
    assertThat(meters.written()).isEqualTo(usage.output());
  }
}
