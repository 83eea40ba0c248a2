package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.delegate.RemoteBatch;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's batch API as it is asked, and what is made of its answers.
class RemoteOpenAiBatchesTest {
  private static final String MARK = "batch_a-0";
  private static final long NOW = 1_790_000_000_000L;

  private final PlayedHttp http = new PlayedHttp();
  private final RemoteOpenAiBatches batches =
      new RemoteOpenAiBatches(http, "/v1", true, new SplittableRandom(1));

  private static String batch(String id, String status, String more) {
    return "{\"id\":\"%s\",\"status\":\"%s\",\"created_at\":%d%s}"
        .formatted(id, status, NOW / 1000, more);
  }

  @ParameterizedTest
  @CsvSource({"true, /v1/embeddings", "false, /embeddings"})
  void a_line_has_the_path_that_the_provider_has_for_it(boolean paths, String url) {
    var at = new RemoteOpenAiBatches(http, "/v1", paths, new SplittableRandom(1));
    byte[] body = "{\"model\":\n\"m\"}".getBytes(UTF_8);
    assertThat(new String(at.line("a-0-7", "/v1/embeddings", body), UTF_8))
        .isEqualTo(
            "{\"custom_id\":\"a-0-7\",\"method\":\"POST\",\"url\":\"%s\",\"body\":{\"model\": \"m\"}}\n"
                .formatted(url));
  }

  @Test
  void a_file_is_sent_as_a_form_for_batches() throws Exception {
    http.answer("POST", "/v1/files", "{\"id\":\"file-1\",\"status\":\"processed\"}");
    assertThat(batches.upload(MARK + ".jsonl", "{}\n".getBytes(UTF_8))).isEqualTo("file-1");
    assertThat(http.asked.getFirst())
        .contains("name=\"purpose\"\r\n\r\nbatch\r\n")
        .contains("filename=\"batch_a-0.jsonl\"")
        .contains("\r\n\r\n{}\n\r\n--");
  }

  @Test
  void a_batch_is_made_with_its_mark() throws Exception {
    http.answer("POST", "/v1/batches", batch("batch_r", "validating", ""));
    RemoteBatch made = batches.create("file-1", "/v1/embeddings", MARK, () -> new byte[0]);
    assertThat(made).isEqualTo(new RemoteBatch("batch_r", false, List.of(), ""));
    assertThat(http.asked.getFirst())
        .contains("\"input_file_id\":\"file-1\"")
        .contains("\"completion_window\":\"24h\"")
        .contains("\"metadata\":{\"sluice_batch\":\"batch_a-0\"}");
  }

  @Test
  void a_batch_is_found_by_its_mark_on_a_later_page() throws Exception {
    String other = batch("batch_x", "completed", ",\"metadata\":{\"sluice_batch\":\"batch_b-0\"}");
    String own = batch("batch_r", "in_progress", ",\"metadata\":{\"sluice_batch\":\"batch_a-0\"}");
    http.answer(
        "GET", "/v1/batches?limit=100", "{\"data\":[%s],\"has_more\":true}".formatted(other));
    http.answer(
        "GET",
        "/v1/batches?limit=100&after=batch_x",
        "{\"data\":[%s],\"has_more\":false}".formatted(own));
    assertThat(batches.find(MARK, 10, NOW)).map(RemoteBatch::id).contains("batch_r");
    assertThat(batches.find("batch_c-0", 10, NOW)).isEmpty();
  }

  @Test
  void what_was_made_long_before_is_not_looked_through() throws Exception {
    String old = batch("batch_x", "completed", ",\"metadata\":null");
    http.answer("GET", "/v1/batches?limit=100", "{\"data\":[%s],\"has_more\":true}".formatted(old));
    assertThat(batches.find(MARK, 10, NOW + 7_200_000)).isEmpty();
    assertThat(http.asked).hasSize(1);
  }

  @Test
  void a_list_without_an_end_does_not_say_that_there_is_no_such_batch() {
    String page =
        "{\"data\":[%s],\"has_more\":true}".formatted(batch("batch_x", "in_progress", ""));
    http.answer("GET", "/v1/batches?limit=100", page);
    http.answer("GET", "/v1/batches?limit=100&after=batch_x", page);
    assertThatThrownBy(() -> batches.find(MARK, 10, NOW))
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            why -> assertThat(why.kind()).isEqualTo(RemoteFailure.Kind.UNKNOWN));
  }

  @Test
  void a_line_whose_tree_would_take_much_is_left_out() throws Exception {
    String members = "\"a\":1,".repeat(20_000);
    http.answer(
        "GET",
        "/v1/files/file-o/content",
        "{\"custom_id\":\"a-0-1\",\"response\":{%s\"status_code\":200,\"body\":{}}}\n{\"custom_id\":\"a-0-2\",\"response\":{\"status_code\":200,\"body\":{%s\"b\":1}}}\n"
            .formatted(members, members));
    List<RemoteResult> all = new ArrayList<>();
    batches.read("file-o", all::add);
    assertThat(all).singleElement().satisfies(one -> assertThat(one.id()).isEqualTo("a-0-2"));
  }

  @Test
  void results_are_named_once_a_batch_has_ended() throws Exception {
    String files = ",\"output_file_id\":\"file-o\",\"error_file_id\":\"file-e\"";
    http.answer("GET", "/v1/batches/batch_r", batch("batch_r", "in_progress", files));
    assertThat(batches.get("batch_r").results()).isEmpty();
    for (String status : List.of("completed", "expired", "cancelled")) {
      http.answer("GET", "/v1/batches/batch_r", batch("batch_r", status, files));
      RemoteBatch told = batches.get("batch_r");
      assertThat(told.ended()).isTrue();
      assertThat(told.results()).containsExactly("file-o", "file-e");
    }
    http.answer(
        "GET", "/v1/batches/batch_r", batch("batch_r", "completed", ",\"output_file_id\":null"));
    assertThat(batches.get("batch_r").results()).isEmpty();
  }

  @Test
  void a_failed_batch_says_why() throws Exception {
    String errors = ",\"errors\":{\"object\":\"list\",\"data\":[{\"message\":\"no\\nroom\"}]}";
    http.answer("GET", "/v1/batches/batch_r", batch("batch_r", "failed", errors));
    assertThat(batches.get("batch_r").why()).contains("no").doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":\"../files\"}", "{\"id\":\"a b\"}", "[", "{\"id\":7}"})
  void an_answer_without_a_name_is_no_batch(String answer) {
    http.answer("GET", "/v1/batches/batch_r", answer);
    assertThatThrownBy(() -> batches.get("batch_r"))
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            why -> assertThat(why.kind()).isEqualTo(RemoteFailure.Kind.UNKNOWN));
  }

  @Test
  void lines_of_results_are_read_whatever_stands_between_them() throws Exception {
    http.answer(
        "GET",
        "/v1/files/file-o/content",
        """
        {"custom_id":"a-0-1","response":{"status_code":200,"request_id":"r","body":{"usage":{"a":1}}},"error":null}
        nonsense
        {"response":{"status_code":200,"body":{}}}
        {"custom_id":"a-0-2","response":{"status_code":429,"body":{"error":{}}},"error":null}
        {"custom_id":"a-0-3","response":null,"error":{"code":"batch_expired","message":"late"}}
        {"custom_id":"a-0-4","response":{"status_code":99999999999,"body":{}}}
        {"custom_id":"a-0-5","res
        """);
    List<RemoteResult> all = new ArrayList<>();
    batches.read("file-o", all::add);
    assertThat(all.stream().map(RemoteResult::status)).containsExactly(200, 429, 0, 0);
    assertThat(new String(all.getFirst().body(), UTF_8)).isEqualTo("{\"usage\":{\"a\":1}}");
  }
}
