package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Cases in files, each of which some gateway has got wrong. Their names tell the client's dialect
/// and the provider's: A for Anthropic's Messages, C for Chat Completions, R for Responses, G for
/// Gemini; F is a conversation that changes its target.
class GoldenTranslationTest {
  private static final Path CASES = Path.of("src/test/resources/dev/sluice/dialect/golden");

  /// A stream is cut, or ends, at each place in the long form, and else at every seventh, from
  /// another one on in each case: all together are cut at all kinds of places, and each of them
  /// arrives byte by byte.
  private static final int STEP = System.getProperty("sluice.long") == null ? 7 : 1;

  /// How a stream ends that is whole, in each dialect.
  private static final List<String> ENDS =
      List.of(
          "[DONE]", "message_stop", "response.completed", "response.incomplete", "finishReason");

  static List<GoldenCase> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      var cases = new ArrayList<GoldenCase>();
      for (Path file : files.sorted().toList()) {
        cases.add(GoldenCase.read(file));
      }
      return cases;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_case_comes_out_as_its_file_says(GoldenCase given) {
    Map<String, String> expected = new LinkedHashMap<>(given.sections());
    expected.keySet().removeIf(name -> !name.startsWith("->"));
    assertThat(expected).isNotEmpty();
    assertThat(GoldenRun.of(given)).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void what_comes_out_is_json(GoldenCase given) throws Exception {
    for (Map.Entry<String, String> section : given.sections().entrySet()) {
      if (section.getKey().equals("-> request") || section.getKey().equals("-> answer")) {
        JsonReader.WHOLE.read(section.getValue().getBytes(UTF_8), HeapMeter.unbounded());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_stream_that_is_cut_anywhere_comes_out_the_same(GoldenCase given) {
    byte[] stream = given.bytes("stream");
    if (stream == null || !(given.ask() instanceof Translated call)) {
      return;
    }
    String expected = given.sections().getOrDefault("-> stream", "");
    for (int cut = first(stream); cut <= stream.length; cut += STEP) {
      assertThat(GoldenRun.stream(call, stream, cut)).isEqualTo(expected);
    }
    assertThat(byteByByte(call, stream)).isEqualTo(withoutError(expected));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_stream_that_ends_anywhere_before_its_end_is_no_answer(GoldenCase given) {
    byte[] stream = given.bytes("stream");
    if (stream == null || !(given.ask() instanceof Translated call)) {
      return;
    }
    for (int end = first(stream); end < stream.length; end += STEP) {
      StreamTranslator events =
          StreamTranslator.of(call.events(GoldenRun.CREATED, HeapMeter.unbounded()));
      String out = new String(events.feed(stream, 0, end), UTF_8) + new String(events.end(), UTF_8);
      boolean looksComplete = ENDS.stream().anyMatch(out::contains);
      assertThat(looksComplete).as("cut at %d", end).isEqualTo(events.complete());
      assertThat(events.fault().isPresent()).isEqualTo(!events.complete());
    }
  }

  @Test
  void every_numbered_case_has_its_file() throws IOException {
    List<String> titles = cases().stream().map(GoldenCase::title).toList();
    Map<String, Integer> numbered =
        Map.of("AC", 21, "CA", 11, "AR", 6, "RA", 10, "AG", 3, "CG", 10, "GA", 4);
    assertThat(titles).anyMatch(title -> title.startsWith("F1 "));
    assertThat(titles).anyMatch(title -> title.startsWith("F3 "));
    assertThat(titles).anyMatch(title -> title.startsWith("F4 "));
    numbered.forEach(
        (pair, last) -> {
          for (int number = 1; number <= last; number++) {
            String id = pair + number + " ";
            assertThat(titles).anyMatch(title -> title.startsWith(id));
          }
        });
  }

  private static int first(byte[] stream) {
    return stream.length % STEP;
  }

  private static String byteByByte(Translated call, byte[] stream) {
    StreamTranslator events =
        StreamTranslator.of(call.events(GoldenRun.CREATED, HeapMeter.unbounded()));
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < stream.length; i++) {
      byte[] piece = events.feed(stream, i, i + 1);
      assertThat(piece.length == 0 || piece[piece.length - 1] == '\n').isTrue();
      out.writeBytes(piece);
    }
    out.writeBytes(events.end());
    return out.toString(UTF_8);
  }

  private static String withoutError(String stream) {
    int at = stream.lastIndexOf('\n' + GoldenRun.FAILED) + 1;
    return at > 0 || stream.startsWith(GoldenRun.FAILED) ? stream.substring(0, at) : stream;
  }
}
