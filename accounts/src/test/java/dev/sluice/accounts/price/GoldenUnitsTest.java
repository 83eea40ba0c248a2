package dev.sluice.accounts.price;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.AnswerFields;
import dev.sluice.provider.answer.CohereAnswers;
import dev.sluice.provider.answer.EventFields;
import dev.sluice.provider.answer.GeminiAnswers;
import dev.sluice.provider.answer.MediaAnswers;
import dev.sluice.provider.answer.RerankAnswers;
import dev.sluice.provider.answer.StreamEvidence;
import dev.sluice.provider.answer.UsageReport;
import dev.sluice.provider.request.BodyScanner;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.MetadataMembers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers with pictures, sound, transcripts and orders as providers give them, beside the requests
/// that they are for: read by the scanners that read them on the wire, and priced to the
/// nano-dollar.
class GoldenUnitsTest {
  private static final long DAY = Instant.parse("2025-11-30T12:00:00Z").toEpochMilli();
  private static final PriceBook BOOK = new PriceBook(List.of(prices()), Map.of(), Map.of());

  /// A field of a form, as a member of an object.
  private static final Pattern FIELD = Pattern.compile("\"([a-z_]+)\":\"([^\"]*)\"");

  private static final int WAV_RATE = 32_000;

  /// The prices that providers asked in November 2025, so that no other table changes a golden.
  private static PriceTable prices() {
    try (InputStream in = GoldenUnitsTest.class.getResourceAsStream("golden-unit-prices.json")) {
      assertThat(in).isNotNull();
      return PriceFiles.read(in, LocalDate.EPOCH).table();
    } catch (IOException | PriceProblem e) {
      throw new AssertionError(e);
    }
  }

  /// A line of the file.
  record Golden(
      Operation operation,
      String target,
      String request,
      String answer,
      String meters,
      long nanos) {
    static Golden of(String line) {
      String[] parts = line.split("\t", -1);
      Operation operation = Operation.valueOf(parts[0].toUpperCase(Locale.ROOT));
      return new Golden(
          operation, parts[1], parts[2], parts[3], parts[4], Long.parseLong(parts[5]));
    }

    private boolean isForm() {
      return operation.form() == Operation.Form.PARTS || request.contains("\"image\":");
    }

    RequestFacts facts() throws InvalidRequest {
      String model = operation.isOfGemini() ? target.substring(target.indexOf('/') + 1) : "";
      String named = request.replaceFirst("\\{", "{\"model\":\"m\",");
      byte[] body = isForm() ? form(named) : (model.isEmpty() ? named : request).getBytes(UTF_8);
      var scanner =
          BodyScanner.of(operation, isForm() ? "B" : "", model, false, false, MetadataMembers.NONE);
      scanner.add(body, 0, body.length);
      return scanner.facts();
    }

    private AnswerDialect dialect() {
      return switch (operation) {
        case RERANK, COHERE_RERANK, NIM_RANKING -> RerankAnswers.INSTANCE;
        case COHERE_EMBED -> CohereAnswers.INSTANCE;
        case GENERATE -> GeminiAnswers.INSTANCE;
        default -> new MediaAnswers(operation, 0);
      };
    }

    /// What the answer tells; an estimate that no unit's price looks at where it tells no tokens.
    Usage usage() {
      EventFields fields =
          operation == Operation.EMBEDDINGS
              ? new AnswerFields()
              : dialect().whole(new StreamEvidence());
      Optional<UsageReport> told = Optional.empty();
      for (String event : answer.equals("-") ? new String[0] : answer.split(" \\|\\| ")) {
        fields.clear();
        byte[] bytes = event.getBytes(UTF_8);
        fields.feed(bytes, 0, bytes.length);
        assertThat(fields.complete()).as(event).isTrue();
        told = fields.usage();
      }
      Usage usage =
          told.map(
                  report ->
                      new Usage(
                              report.input().orElseThrow(),
                              report.output().orElse(0),
                              report.cached(),
                              false)
                          .of(report.parts()))
              .orElseGet(() -> new Usage(1, 0, 0, true));
      return usage.with(fields.extras());
    }

    Meters used() throws InvalidRequest {
      return Meters.of(usage(), facts().extras());
    }
  }

  private static byte[] form(String fields) {
    var body = new StringBuilder();
    Matcher field = FIELD.matcher(fields);
    while (field.find()) {
      String value = field.group(2);
      boolean file = value.startsWith("bytes:") || value.startsWith("wav:");
      body.append("--B\r\nContent-Disposition: form-data; name=\"").append(field.group(1));
      body.append(file ? "\"; filename=\"f" : "").append("\"\r\n\r\n");
      body.append(file ? file(value) : value).append("\r\n");
    }
    return body.append("--B--\r\n").toString().getBytes(ISO_8859_1);
  }

  private static String file(String said) {
    int number = Integer.parseInt(said.substring(said.indexOf(':') + 1));
    return said.startsWith("wav:") ? wav(number) : "x".repeat(number);
  }

  /// A sound of so many seconds, less its head, as whole bytes.
  private static String wav(int seconds) {
    ByteBuffer wav = ByteBuffer.allocate(seconds * WAV_RATE).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(ISO_8859_1)).putInt(wav.capacity() - 8);
    wav.put("WAVEfmt ".getBytes(ISO_8859_1)).putInt(16).putShort((short) 1).putShort((short) 1);
    wav.putInt(WAV_RATE / 2).putInt(WAV_RATE).putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(ISO_8859_1)).putInt(wav.capacity() - 44);
    return new String(wav.array(), ISO_8859_1);
  }

  static List<Golden> usages() throws IOException {
    try (InputStream in = GoldenUnitsTest.class.getResourceAsStream("golden-units.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Golden::of)
          .toList();
    }
  }

  @Test
  void there_are_sixty_of_all_operations_that_are_sold_by_units() throws IOException {
    List<Golden> sold =
        usages().stream()
            .filter(one -> one.meters().matches(".*(image|second|character|search_unit)[:=].*"))
            .toList();
    assertThat(sold).hasSizeGreaterThanOrEqualTo(60);
    assertThat(sold)
        .extracting(Golden::operation)
        .contains(
            Operation.IMAGES,
            Operation.IMAGE_EDITS,
            Operation.IMAGE_VARIATIONS,
            Operation.SPEECH,
            Operation.TRANSCRIPTIONS,
            Operation.TRANSLATIONS,
            Operation.RERANK,
            Operation.COHERE_RERANK,
            Operation.NIM_RANKING);
  }

  @ParameterizedTest
  @MethodSource("usages")
  void an_answer_comes_to_its_meters(Golden golden) throws InvalidRequest {
    Meters used = golden.used();
    boolean told = !golden.usage().estimated();
    Stream<String> tokens =
        Arrays.stream(Meter.values())
            .filter(meter -> told && meter.countsTokens() && used.count(meter) > 0)
            .map(meter -> meter.word() + "=" + used.count(meter));
    Stream<String> units =
        used.units().taken().stream()
            .map(one -> (one.unit().word() + ":" + one.kind() + "=" + one.count()))
            .map(words -> words.replace(":=", "="));
    String words = Stream.concat(tokens, units).collect(Collectors.joining(" "));
    assertThat(words.isEmpty() ? "-" : words).isEqualTo(golden.meters());
  }

  @ParameterizedTest
  @MethodSource("usages")
  void an_answer_costs_what_its_provider_asks(Golden golden) throws InvalidRequest {
    Price price = BOOK.price(golden.target(), DAY).orElseThrow();
    assertThat(price.nanos(golden.used(), golden.usage(), golden.facts().extras()))
        .isEqualTo(golden.nanos());
  }
}
