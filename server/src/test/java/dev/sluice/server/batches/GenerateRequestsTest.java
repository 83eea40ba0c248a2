package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.api.Json;
import dev.sluice.server.edge.ResourceFault;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests in Gemini's form, in a body and in a file.
class GenerateRequestsTest {
  private static final String ENDPOINT = "/v1beta/models/m:generateContent";

  private static String lines(RequestLines requests, String text, int piece) throws ResourceFault {
    byte[] bytes = text.getBytes(UTF_8);
    var lines = new StringBuilder();
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(at + piece, bytes.length));
      lines.append(UTF_8.decode(requests.feed(part, part.length)));
    }
    requests.finish();
    if (requests instanceof GenerateFileRequests file) {
      lines.append(UTF_8.decode(file.last()));
    }
    return lines.toString();
  }

  private static GenerateRequests body() {
    return new GenerateRequests(ENDPOINT, 3, 100_000);
  }

  private static GenerateFileRequests file() {
    return new GenerateFileRequests(ENDPOINT, 3, 100_000);
  }

  private static String line(String customId, String body) {
    return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"%s\",\"body\":%s}\n"
        .formatted(customId, ENDPOINT, body);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 100_000})
  void a_body_becomes_lines_whose_names_have_place_and_metadata(int piece) throws Exception {
    GenerateRequests requests = body();
    String text =
        """
        {"batch": {"display_name": "n", "inputConfig": {"requests": {"requests": [
          {"request": {"a": [1,
            2]}, "metadata": {"key":
        "x \\"y\\""}}, {"request": {}}
        ]}}}, "other": 7}
        """;
    assertThat(lines(requests, text, piece).replaceAll(" {2,}", " "))
        .isEqualTo(
            line("0 {\\\"key\\\": \\\"x \\\\\\\"y\\\\\\\"\\\"}", "{\"a\": [1, 2]}")
                + line("1 ", "{}"));
    assertThat(requests.name()).isEqualTo("n");
    assertThat(requests.file()).isEmpty();
    assertThat(requests.count()).isEqualTo(2);
  }

  @Test
  void a_body_may_name_a_file() throws Exception {
    GenerateRequests requests = body();
    String text = "{\"batch\":{\"input_config\":{\"file_name\":\"files/x\"}}}";
    assertThat(lines(requests, text, 100)).isEmpty();
    assertThat(requests.file()).isEqualTo("files/x");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 100_000})
  void a_file_becomes_lines_whose_names_have_place_and_key(int piece) throws Exception {
    String text =
        "\n  {\"key\":\"a\", \"request\":{\"n\":1}}\r\n \t\n{\"request\":{\"n\":2}}\n{\"request\":{},\"key\":\"\\u0062\"}";
    assertThat(lines(file(), text, piece))
        .isEqualTo(
            line("0 \\\"a\\\"", "{\"n\":1}")
                + line("1 ", "{\"n\":2}")
                + line("2 \\\"\\\\u0062\\\"", "{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          |is a file without requests
          {}|request
          x|line 1 of the file
          {"request":{}} {"request":{}}|line 1 of the file
          {"request":[]}|must be an object
          {"request":{},"key":7}|a text
          {"request":{},"url":"x"}|is not known
          {"request":{},"request":{}}|stands there twice
          {"request":{}|line 1 of the file
          """)
  void what_is_wrong_with_a_file_is_told(String text, String told) {
    assertThatExceptionOfType(ResourceFault.class)
        .isThrownBy(() -> lines(file(), text == null ? "" : text, 100))
        .satisfies(fault -> assertThat(fault.error().message()).contains(told));
  }

  @Test
  void there_may_be_so_many_requests_and_no_more() throws Exception {
    String one = "{\"request\":{}}\n";
    assertThat(lines(file(), one.repeat(3), 100).lines()).hasSize(3);
    assertThatExceptionOfType(ResourceFault.class)
        .isThrownBy(() -> lines(file(), one.repeat(4), 100))
        .satisfies(fault -> assertThat(fault.error().code()).isEqualTo("too_many_requests"));
    String key = "{\"request\":{},\"key\":\"%s\"}".formatted("k".repeat(GenerateLine.MOST));
    assertThatExceptionOfType(ResourceFault.class)
        .isThrownBy(() -> lines(file(), key, 100))
        .satisfies(fault -> assertThat(fault.error().message()).contains("2048 bytes"));
  }

  @Test
  void a_name_is_read_as_it_was_written() {
    String name = GenerateLine.customId(12, "{\"key\": \"x y\"}");
    GenerateLine read = GenerateLine.of(Json.string(name).getBytes(UTF_8));
    assertThat(read).isEqualTo(new GenerateLine(12, "{\"key\": \"x y\"}"));
    assertThat(GenerateLine.of("\"3 \"".getBytes(UTF_8))).isEqualTo(new GenerateLine(3, ""));
  }
}
