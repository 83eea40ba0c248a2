package dev.sluice.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `files`, and what of `batch` asks once, at an API whose answers are scripted.
class FilesCommandTest {
  @TempDir private Path folder;
  private PlayedApi api;

  @BeforeEach
  void begin() throws IOException {
    api = new PlayedApi();
  }

  @AfterEach
  void end() {
    api.close();
  }

  private static String file(String id) {
    return "{\"id\":\"%s\",\"purpose\":\"batch\",\"bytes\":12,\"created_at\":1700000000,\"filename\":\"in.jsonl\"}"
        .formatted(id);
  }

  @Test
  void files_are_listed_page_by_page() {
    api.answering(
            "GET /v1/files?limit=100&purpose=batch",
            200,
            "{\"data\":[" + file("file-1") + "],\"has_more\":true}")
        .answering(
            "GET /v1/files?limit=99&after=file-1&purpose=batch",
            200,
            "{\"data\":[" + file("file-2") + "],\"has_more\":false}");
    Run run = api.run("files", "list", "--purpose", "batch");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            ID      PURPOSE  BYTES  CREATED            NAME
            file-1  batch    12     2023-11-14T22:13Z  in.jsonl
            file-2  batch    12     2023-11-14T22:13Z  in.jsonl
            """);
  }

  @Test
  void a_content_goes_to_the_output_or_to_a_file() {
    api.answering("GET /v1/files/file-1/content", 200, "lines\n");
    assertThat(api.run("files", "get", "file-1").out()).isEqualTo("lines\n");
    Path out = folder.resolve("x");
    assertThat(api.run("files", "get", "file-1", "--out", out.toString()).code()).isZero();
    assertThat(out).hasContent("lines");
    Run again = api.run("files", "get", "file-1", "--out", out.toString());
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("is there already");
  }

  @Test
  void a_file_that_is_not_there_leaves_none_here() {
    api.answering(
        "GET /v1/files/no%2F1/content", 404, "{\"error\":{\"message\":\"no such file\"}}");
    Path out = folder.resolve("x");
    Run run = api.run("files", "get", "no/1", "--out", out.toString());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("answered 404: no such file");
    assertThat(folder).isEmptyDirectory();
    assertThat(api.run("files", "get", "no/1").err()).contains("answered 404: no such file");
  }

  @Test
  void files_are_removed_and_those_that_are_not_there_are_named() {
    api.answering("DELETE /v1/files/file-1", 200, "{\"deleted\":true}")
        .answering("DELETE /v1/files/file-2", 404, "{\"error\":{\"message\":\"no file-2\"}}")
        .answering("DELETE /v1/files/file-3", 200, "{\"deleted\":true}");
    Run run = api.run("files", "rm", "file-1", "file-2", "file-3");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEqualToNormalizingNewlines("file-1 is removed\nfile-3 is removed\n");
    assertThat(run.err()).contains("answered 404: no file-2");
  }

  @Test
  void batches_are_listed_shown_and_cancelled() {
    String batch =
        "{\"id\":\"batch_1\",\"status\":\"cancelling\",\"endpoint\":\"/v1/embeddings\",\"created_at\":1700000000,\"request_counts\":{\"total\":3,\"completed\":1,\"failed\":1}}";
    api.answering("GET /v1/batches?limit=20", 200, "{\"data\":[" + batch + "]}")
        .answering("GET /v1/batches/batch_1", 200, batch)
        .answering("POST /v1/batches/batch_1/cancel", 200, batch);
    assertThat(api.run("batch", "list").out())
        .isEqualToNormalizingNewlines(
            """
            ID       STATUS      LINES  FAILED  CREATED
            batch_1  cancelling  2/3    1       2023-11-14T22:13Z
            """);
    assertThat(api.run("batch", "show", "batch_1").out()).contains("\"status\" : \"cancelling\"");
    assertThat(api.run("batch", "cancel", "batch_1").out())
        .isEqualToNormalizingNewlines("batch_1 is cancelling\n");
  }
}
