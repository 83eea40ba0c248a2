package dev.sluice.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `batch run` at an API whose answers are scripted.
class BatchRunCommandTest {
  private static final String LINE =
      "{\"custom_id\":\"1\",\"body\":{\"url\":\"no\"},\"method\":\"POST\",\"url\":\"/v1/embeddings\"}\n";

  @TempDir private Path folder;
  private PlayedApi api;
  private Path input;
  private Path out;

  @BeforeEach
  void begin() throws IOException {
    api = new PlayedApi();
    input = Files.writeString(folder.resolve("in.jsonl"), LINE);
    out = folder.resolve("out.jsonl");
  }

  @AfterEach
  void end() {
    api.close();
  }

  private static String batch(String state, int completed, int failed, String more) {
    return "{\"id\":\"batch_1\",\"status\":\"%s\",\"request_counts\":{\"total\":%d,\"completed\":%d,\"failed\":%d}%s}"
        .formatted(state, completed + failed, completed, failed, more);
  }

  private Run run(String... more) {
    String[] args = new String[more.length + 5];
    args[0] = "batch";
    args[1] = "run";
    args[2] = input.toString();
    args[3] = "--out";
    args[4] = out.toString();
    System.arraycopy(more, 0, args, 5, more.length);
    return api.run(args);
  }

  @Test
  void lines_are_uploaded_and_answers_are_fetched() throws IOException {
    api.taking(batch("completed", 1, 0, ",\"output_file_id\":\"file-2\",\"error_file_id\":null"))
        .answering("GET /v1/files/file-2/content", 200, "{\"custom_id\":\"1\"}\n");
    Run run = run("--metadata", "run=7", "--window", "48h");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            "batch_1 is completed: 1 of 1 lines have an answer\nanswers  " + out + "\n");
    assertThat(out).hasContent("{\"custom_id\":\"1\"}");
    assertThat(api.asked)
        .containsExactly(
            "POST /v1/files",
            "POST /v1/batches",
            "GET /v1/batches/batch_1",
            "GET /v1/files/file-2/content");
    assertThat(api.shown).containsOnly("Bearer sk-1");
    assertThat(api.bodies.getFirst()).contains("name=\"purpose\"\r\n\r\nbatch\r\n", LINE);
    assertThat(api.bodies.get(1))
        .isEqualTo(
            "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"48h\",\"metadata\":{\"run\":\"7\"}}");
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName))
          .map(Path::toString)
          .containsExactlyInAnyOrder("in.jsonl", "out.jsonl");
    }
  }

  @Test
  void lines_that_failed_are_a_file_beside_and_another_exit_code() {
    api.taking(
            batch("completed", 2, 1, ",\"output_file_id\":\"file-2\",\"error_file_id\":\"file-3\""))
        .answering("GET /v1/files/file-2/content", 200, "answers")
        .answering("GET /v1/files/file-3/content", 200, "errors");
    Run run = run();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("2 of 3 lines have an answer, 1 an error");
    assertThat(folder.resolve("out.errors.jsonl")).hasContent("errors");
    assertThat(out).hasContent("answers");
  }

  @ParameterizedTest
  @CsvSource({"failed", "expired", "cancelled"})
  void a_batch_that_did_not_complete_has_an_exit_code_of_its_own(String state) {
    api.taking(batch(state, 2, 1, ",\"output_file_id\":\"file-2\""))
        .answering("GET /v1/files/file-2/content", 200, "answers");
    assertThat(run().code()).isEqualTo(4);
    assertThat(out).as("what was paid for").hasContent("answers");
  }

  @Test
  void faults_of_lines_are_shown_by_number_the_first_ten() {
    String faults =
        IntStream.rangeClosed(1, 12)
            .mapToObj(
                line ->
                    "{\"code\":\"model_not_found\",\"line\":%d,\"message\":\"no \\u001b[31m%d\"}"
                        .formatted(line, line))
            .collect(Collectors.joining(","));
    api.taking(batch("failed", 0, 0, ",\"errors\":{\"data\":[" + faults + "]}"));
    Run run = run();
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out())
        .contains("  line 1: model_not_found: no ?[31m1", "  line 10: ", "  and 2 more")
        .doesNotContain("line 11");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{}|the key is none of URL/v1: set SLUICE_KEY to one of its keys",
        "404||URL/v1 has no /files: --url is the address of a gateway, or of another API of OpenAI's",
        "404|{\"error\":{\"message\":\"this gateway keeps no files\"}}|URL/v1 answered 404: this gateway keeps no files",
        "413|{\"error\":{\"message\":\"too large\"}}|URL/v1 answered 413: too large",
        "200|<html>|what answers at URL/v1/files is no API of OpenAI's: name a gateway with --url",
      })
  void a_refusal_is_said_with_its_remedy(int status, String body, String said) {
    api.answering("POST /v1/files", status, body == null ? "" : body);
    Run run = run();
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("sluice: " + said.replace("URL", api.url()));
    assertThat(api.asked).hasSize(1);
  }

  @Test
  void a_batch_that_may_have_been_made_is_not_made_again() {
    api.taking("{}").answering("POST /v1/batches", 502, "");
    Run run = run();
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("the batch may have been made: look at `batch list`");
    assertThat(api.asked).containsOnlyOnce("POST /v1/batches");
  }

  @Test
  void a_run_that_ends_early_says_how_to_go_on() {
    api.taking("{}").answering("GET /v1/batches/batch_1", 403, "{\"error\":\"no\"}");
    Run run = run();
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("batch_1 goes on at " + api.url() + "/v1. To follow it")
        .contains(
            "  ./sluice batch run --resume batch_1 --out %s --url %s/v1".formatted(out, api.url()))
        .contains("  ./sluice batch cancel batch_1 --url %s/v1".formatted(api.url()));
  }

  @Test
  void a_batch_that_was_left_is_followed_and_fetched() {
    api.taking(batch("completed", 1, 0, ",\"output_file_id\":\"file-2\""))
        .answering("GET /v1/files/file-2/content", 200, "answers");
    Run run = api.run("batch", "run", "--resume", "batch_1", "--out", out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(out).hasContent("answers");
    assertThat(api.asked)
        .containsExactly("GET /v1/batches/batch_1", "GET /v1/files/file-2/content");
  }

  @Test
  void what_is_no_input_is_said_before_anything_is_asked() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jsonl"));
    Path text = Files.writeString(folder.resolve("text.jsonl"), "hello\n");
    assertThat(said("batch", "run", folder + "/no.jsonl")).contains("there is no file ");
    assertThat(said("batch", "run", folder.toString())).contains(" is no file: name a file");
    assertThat(said("batch", "run", empty.toString())).contains("empty.jsonl is empty");
    assertThat(said("batch", "run", text.toString()))
        .contains("the first line of " + text + " is no JSON object with a `url`");
    assertThat(said("batch", "run")).contains("name either a FILE of calls, or a batch");
    assertThat(said("batch", "run", input.toString(), "--out", input.toString()))
        .contains("in.jsonl is there already: name another file with --out");
    assertThat(said("batch", "run", input.toString(), "--out", folder + "/no/out.jsonl"))
        .contains("no file can be made in the folder of ");
    assertThat(said("batch", "run", input.toString(), "-c", "sluice.yaml"))
        .contains("leave one out");
    assertThat(api.asked).isEmpty();
  }

  private String said(String... args) {
    Run run = api.run(args);
    assertThat(run.code()).isEqualTo(3);
    return run.err();
  }

  @Test
  void a_place_where_nothing_answers_is_named() throws IOException {
    api.close();
    Run run = run();
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("nothing answers at " + api.url() + "/v1: start a gateway");
    Run named = Run.of("batch", "show", "batch_1", "--url", "localhost:8080");
    assertThat(named.err()).contains("--url must be the address of an API");
    Run byVariable = new Run(Map.of("SLUICE_URL", "x")).run("batch", "list");
    assertThat(byVariable.err()).contains("SLUICE_URL must be the address of an API");
  }
}
