package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Members of the metadata of requests that are asked for.
class MetadataMembersTest {
  private static final String CHAT =
      "{\"model\":\"m\",\"metadata\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private static RequestScanner scanner(Operation operation, String... members) {
    return new RequestScanner(operation, "", false, false, new MetadataMembers(List.of(members)));
  }

  private static List<String> metadata(String metadata, String... members) throws InvalidRequest {
    RequestScanner scanner = scanner(Operation.CHAT, members);
    byte[] body = CHAT.formatted(metadata).getBytes(UTF_8);
    scanner.add(body, 0, body.length);
    assertThat(scanner.facts().model()).isEqualTo("m");
    return scanner.metadata();
  }

  @Test
  void texts_are_told_in_the_order_in_which_they_are_asked_for() throws Exception {
    String metadata =
        "{\"feature\":\"se\\u0061rch\",\"more\":{\"user_id\":\"x\"},\"user_id\":\"u-1\"}";
    assertThat(metadata(metadata, "user_id", "feature")).containsExactly("u-1", "search");
  }

  @Test
  void what_is_not_there_or_null_is_empty_and_what_is_no_text_cannot_be_told() throws Exception {
    assertThat(metadata("{}", "a", "b")).containsExactly("", "");
    assertThat(metadata("null", "a")).containsExactly("");
    assertThat(metadata("\"a\"", "a")).containsExactly("");
    assertThat(metadata("{\"a\":null,\"b\":7,\"c\":[\"x\"],\"d\":{}}", "a", "b", "c", "d"))
        .containsExactly("", "\0", "\0", "\0");
  }

  /// What is kept of a body that has not come whole counts in no account.
  @Test
  void a_text_of_which_more_would_be_kept_than_a_tag_needs_cannot_be_told() throws Exception {
    for (int length : List.of(511, 600, 9_000)) {
      assertThat(metadata("{\"a\":\"" + "x".repeat(length) + "\"}", "a")).containsExactly("\0");
    }
    assertThat(metadata("{\"a\":\"" + "\\u4e2d".repeat(64) + "\"}", "a"))
        .containsExactly("\u4e2d".repeat(64));
  }

  @Test
  void a_body_in_pieces_tells_the_same_wherever_it_is_cut() throws Exception {
    byte[] body = CHAT.formatted("{\"feature\":\"suche-\u00fc\",\"b\":\"c\"}").getBytes(UTF_8);
    for (int cut = 1; cut < body.length; cut++) {
      RequestScanner scanner = scanner(Operation.CHAT, "b", "feature");
      scanner.add(body, 0, cut);
      scanner.add(body, cut, body.length);
      RequestFacts _ = scanner.facts();
      assertThat(scanner.metadata()).as("cut at %d", cut).containsExactly("c", "suche-\u00fc");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"CHAT", "COMPLETIONS", "EMBEDDINGS", "RESPONSES", "MESSAGES"})
  void operations_of_every_dialect_with_metadata_tell_it(Operation operation) throws Exception {
    byte[] body =
        "{\"metadata\":{\"user_id\":\"u\"},\"max_tokens\":1,\"model\":\"m\",\"messages\":[],\"prompt\":\"x\",\"input\":\"x\"}"
            .getBytes(UTF_8);
    RequestScanner scanner = scanner(operation, "user_id");
    scanner.add(body, 0, body.length);
    RequestFacts _ = scanner.facts();
    assertThat(scanner.metadata()).containsExactly("u");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_1a user_2a", "abcde axcye", "a b", "aa ab ac ad"})
  void names_that_are_alike_are_told_apart(String names) throws Exception {
    String[] asked = names.split(" ");
    String members =
        String.join(
            ",", Stream.of(asked).map(name -> "\"%s\":\"of %1$s\"".formatted(name)).toList());
    assertThat(metadata("{" + members + "}", asked))
        .containsExactlyElementsOf(Stream.of(asked).map(name -> "of " + name).toList());
  }

  @Test
  void a_scan_that_asks_for_none_tells_none() throws Exception {
    assertThat(metadata("{\"a\":\"b\"}")).isEmpty();
  }
}
