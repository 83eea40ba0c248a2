package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.delegate.RemoteBatch;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Anthropic's message batches as they are asked, and what is made of their answers.
class RemoteAnthropicBatchesTest {
  private static final String PATH = "/v1/messages/batches";
  private static final String MARK = "batch_a-0";
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

  private final PlayedHttp http = new PlayedHttp();
  private final FirstNames known = new FirstNames();
  private final RemoteAnthropicBatches batches = new RemoteAnthropicBatches(http, "", known);

  private static String batch(String id, String status, int lines) {
    return batch(id, status, lines, NOW);
  }

  private static String batch(String id, String status, int lines, Instant made) {
    return "{\"id\":\"%s\",\"processing_status\":\"%s\",\"created_at\":\"%s\",\"request_counts\":{\"processing\":%d,\"succeeded\":1,\"errored\":0,\"canceled\":0,\"expired\":0}}"
        .formatted(id, status, made, lines - 1);
  }

  private static String list(String... all) {
    return "{\"data\":[%s],\"has_more\":false}".formatted(String.join(",", all));
  }

  @Test
  void lines_are_the_request_that_makes_the_batch() throws Exception {
    http.answer("POST", PATH, batch("msgbatch_r", "in_progress", 2));
    byte[] one = batches.line("a-0-0", "/v1/messages", "{\"model\":\n\"m\"}".getBytes(UTF_8));
    byte[] two = batches.line("a-0-1", "/v1/messages", "{\"model\":\"m\"}".getBytes(UTF_8));
    byte[] lines = (new String(one, UTF_8) + new String(two, UTF_8)).getBytes(UTF_8);
    String file = batches.upload("x", lines);
    assertThat(batches.create(file, "/v1/messages", MARK, () -> lines).id())
        .isEqualTo("msgbatch_r");
    assertThat(http.asked)
        .containsExactly(
            "POST "
                + PATH
                + " {\"requests\":[{\"custom_id\":\"a-0-0\",\"params\":{\"model\": \"m\"}},{\"custom_id\":\"a-0-1\",\"params\":{\"model\":\"m\"}}]}");
  }

  @Test
  void a_batch_is_found_by_the_names_of_its_lines_once_it_has_ended() throws Exception {
    http.answer(
        "GET",
        PATH + "?limit=100",
        list(batch("msgbatch_x", "ended", 3), batch("msgbatch_r", "ended", 3)));
    http.answer(
        "GET", PATH + "/msgbatch_x/results", "{\"custom_id\":\"batch_b-0-1\",\"result\":{}}\n");
    http.answer(
        "GET", PATH + "/msgbatch_r/results", "{\"custom_id\":\"batch_a-0-1\",\"result\":{}}\n{");
    assertThat(batches.find(MARK, 3, NOW.toEpochMilli()))
        .map(RemoteBatch::id)
        .contains("msgbatch_r");
  }

  @Test
  void nobody_knows_while_a_batch_of_the_same_time_and_size_runs() {
    http.answer("GET", PATH + "?limit=100", list(batch("msgbatch_x", "in_progress", 3)));
    assertThatThrownBy(() -> batches.find(MARK, 3, NOW.toEpochMilli()))
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            why -> assertThat(why.kind()).isEqualTo(RemoteFailure.Kind.UNKNOWN));
  }

  @Test
  void larger_and_older_batches_are_others() throws Exception {
    http.answer("GET", PATH + "?limit=100", list(batch("msgbatch_x", "in_progress", 4)));
    assertThat(batches.find(MARK, 3, NOW.toEpochMilli())).isEmpty();
    http.answer("GET", PATH + "?limit=100", list(batch("msgbatch_x", "in_progress", 3)));
    assertThat(batches.find(MARK, 3, NOW.toEpochMilli() + 3_600_000)).isEmpty();
  }

  private Optional<String> find() throws Exception {
    return batches.find(MARK, 3, NOW.toEpochMilli()).map(RemoteBatch::id);
  }

  private void assertUnknown(String why) {
    assertThatThrownBy(this::find)
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(RemoteFailure.Kind.UNKNOWN));
  }

  private void results(String id, String firstLine) {
    http.answer("GET", PATH + "/" + id + "/results", firstLine + "\n");
  }

  @Test
  void batches_of_others_that_run_do_not_hide_one_that_has_ended() throws Exception {
    http.answer(
        "GET",
        PATH + "?limit=100",
        list(batch("msgbatch_x", "in_progress", 3), batch("msgbatch_r", "ended", 3)));
    results("msgbatch_r", "{\"custom_id\":\"batch_a-0-0\",\"result\":{}}");
    assertThat(find()).contains("msgbatch_r");
  }

  @Test
  void what_was_made_later_than_the_request_can_have_been_is_another_batch() throws Exception {
    Instant later = NOW.plusSeconds(900);
    http.answer("GET", PATH + "?limit=100", list(batch("msgbatch_x", "in_progress", 3, later)));
    assertThat(find()).isEmpty();
    Instant soon = NOW.plusSeconds(60);
    http.answer("GET", PATH + "?limit=100", list(batch("msgbatch_x", "in_progress", 3, soon)));
    assertUnknown("msgbatch_x may be it");
  }

  @Test
  void a_batch_that_is_known_to_be_another_ones_is_not_waited_for() throws Exception {
    http.answer("POST", PATH, batch("msgbatch_b", "in_progress", 3));
    byte[] line = batches.line("batch_b-0-0", "/v1/messages", "{}".getBytes(UTF_8));
    RemoteBatch other = batches.create("none", "/v1/messages", "batch_b-0", () -> line);
    http.answer("GET", PATH + "/msgbatch_c", batch("msgbatch_c", "in_progress", 3));
    assertThat(batches.get("msgbatch_c").ended()).isFalse();
    http.answer(
        "GET",
        PATH + "?limit=100",
        list(batch("msgbatch_c", "in_progress", 3), batch("msgbatch_b", "in_progress", 3)));
    assertThat(find()).isEmpty();
    assertThat(batches.find("batch_b-0", 3, NOW.toEpochMilli())).contains(other);
  }

  @Test
  void a_batch_of_another_is_looked_into_once() throws Exception {
    http.answer("GET", PATH + "?limit=100", list(batch("msgbatch_x", "ended", 3)));
    results("msgbatch_x", "{\"custom_id\":\"theirs\",\"result\":{}}");
    assertThat(find()).isEmpty();
    assertThat(find()).isEmpty();
    assertThat(http.asked(PATH + "/msgbatch_x/results")).isEqualTo(1);
  }

  @Test
  void a_first_result_of_any_length_shows_its_name_wherever_that_stands() throws Exception {
    http.answer("GET", PATH + "?limit=100", list(batch("msgbatch_r", "ended", 3)));
    String answer =
        "{\"message\":{\"custom_id\":\"no\",\"text\":\"%s\"}}".formatted("x".repeat(300_000));
    results("msgbatch_r", "{\"result\":%s,\"custom_id\":\"batch_a-0-2\"}".formatted(answer));
    assertThat(find()).contains("msgbatch_r");
  }

  @Test
  void what_cannot_be_looked_into_may_be_the_one_and_what_is_gone_is_not() throws Exception {
    http.answer("GET", PATH + "?limit=100", list(batch("msgbatch_x", "ended", 3)));
    http.fail(PATH + "/msgbatch_x/results", RemoteFailure.Kind.REFUSED);
    assertUnknown("msgbatch_x cannot be looked into");
    http.fail(PATH + "/msgbatch_x/results", RemoteFailure.Kind.MISSING);
    assertThat(find()).isEmpty();
  }

  @Test
  void a_list_without_an_end_does_not_say_that_there_is_no_such_batch() {
    String page = list(batch("msgbatch_x", "in_progress", 9)).replace("false", "true");
    http.answer("GET", PATH + "?limit=100", page);
    http.answer("GET", PATH + "?limit=100&after_id=msgbatch_x", page);
    assertUnknown("more than 10000 batches");
  }

  @Test
  void results_have_the_status_that_a_call_would_have() throws Exception {
    http.answer(
        "GET",
        PATH + "/msgbatch_r/results",
        """
        {"custom_id":"a","result":{"type":"succeeded","message":{"usage":{"input_tokens":1}}}}
        {"custom_id":"b","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error"}}}}
        {"custom_id":"c","result":{"type":"errored","error":{"type":"error","error":{"type":"overloaded_error"}}}}
        {"custom_id":"d","result":{"type":"expired"}}
        {"custom_id":"e","result":{"type":"canceled"}}
        {"custom_id":"f"}
        """);
    List<RemoteResult> all = new ArrayList<>();
    batches.read("msgbatch_r", all::add);
    assertThat(all.stream().map(RemoteResult::status)).containsExactly(200, 400, 529, 0, 0);
    assertThat(new String(all.getFirst().body(), UTF_8))
        .isEqualTo("{\"usage\":{\"input_tokens\":1}}");
  }

  @Test
  void a_batch_that_has_ended_is_its_own_file_of_results() throws Exception {
    http.answer("GET", PATH + "/msgbatch_r", batch("msgbatch_r", "canceling", 3));
    assertThat(batches.get("msgbatch_r").ended()).isFalse();
    http.answer("GET", PATH + "/msgbatch_r", batch("msgbatch_r", "ended", 3));
    assertThat(batches.get("msgbatch_r").results()).containsExactly("msgbatch_r");
    http.answer("DELETE", PATH + "/msgbatch_r", "{}");
    batches.remove("msgbatch_r");
    batches.remove(batches.upload("x", new byte[0]));
    assertThat(http.asked).filteredOn(one -> one.startsWith("DELETE")).hasSize(1);
  }
}
