package dev.sluice.server;

import static dev.sluice.server.FilesServer.BLUE;
import static dev.sluice.server.FilesServer.CHAT;
import static dev.sluice.server.FilesServer.FILES_ALONE;
import static dev.sluice.server.FilesServer.LONE;
import static dev.sluice.server.FilesServer.RED;
import static dev.sluice.server.FilesServer.RED_TOO;
import static dev.sluice.server.FilesServer.field;
import static dev.sluice.server.FilesServer.file;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.FilesServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files over HTTP, as clients see them.
class FilesTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir private Path folder;

  @Test
  void a_file_goes_the_whole_way() throws Exception {
    try (var server = new FilesServer(folder)) {
      Answer made =
          server.form(
              RED,
              "/v1/files",
              file("file", "in.jsonl", "{}\n{}\n"),
              field("purpose", "batch"),
              field("expires_after[anchor]", "created_at"),
              field("expires_after[seconds]", "3600"));
      JsonNode file = made.json();
      String id = file.path("id").asText();
      assertThat(file.path("object").asText()).isEqualTo("file");
      assertThat(file.path("bytes").asInt()).isEqualTo(6);
      assertThat(file.path("filename").asText()).isEqualTo("in.jsonl");
      assertThat(file.path("purpose").asText()).isEqualTo("batch");
      assertThat(file.path("status").asText()).isEqualTo("processed");
      assertThat(file.path("expires_at").asLong() - file.path("created_at").asLong())
          .isBetween(3_599L, 3_600L);
      assertThat(made.header("x-request-id")).isNotEmpty();
      assertThat(server.get(RED, "/v1/files/" + id).json()).isEqualTo(file);
      assertThat(server.get(RED_TOO, "/openai/v1/files/" + id).json()).isEqualTo(file);
      assertThat(server.get(RED, "/v1/files?purpose=batch").json().path("data").get(0))
          .isEqualTo(file);
      assertThat(server.get(RED, "/v1/files?purpose=vision").json().path("data")).isEmpty();
      Answer content = server.get(RED, "/v1/files/" + id + "/content");
      assertThat(content.text()).isEqualTo("{}\n{}\n");
      assertThat(content.header("content-disposition"))
          .isEqualTo("attachment; filename=\"in.jsonl\"");
      assertThat(server.delete(RED, "/v1/files/" + id).text())
          .isEqualTo("{\"id\":\"%s\",\"object\":\"file\",\"deleted\":true}".formatted(id));
      assertThat(server.delete(RED, "/v1/files/" + id).status()).isEqualTo(404);
      assertThat(server.names()).isEmpty();
    }
  }

  @Test
  void a_foreign_file_is_answered_as_one_that_there_is_not() throws Exception {
    try (var server = new FilesServer(folder)) {
      String id = server.store(RED, "x").path("id").asText();
      String none = "file-0123456789ABCDEFGHIJKL";
      for (String key : List.of(BLUE, LONE)) {
        for (String behind : List.of("", "/content")) {
          Answer foreign = server.get(key, "/v1/files/" + id + behind);
          Answer unknown = server.get(key, "/v1/files/" + none + behind);
          assertThat(foreign.status()).isEqualTo(404);
          assertThat(foreign.text()).isEqualTo(unknown.text().replace(none, id));
        }
        assertThat(server.delete(key, "/v1/files/" + id).status()).isEqualTo(404);
        assertThat(server.get(key, "/v1/files").json().path("data")).isEmpty();
      }
      assertThat(server.get(RED_TOO, "/v1/files/" + id).status()).isEqualTo(200);
    }
  }

  @Test
  void keys_ask_for_files_where_their_operations_say_so() throws Exception {
    try (var server = new FilesServer(folder)) {
      Answer refused = server.get(CHAT, "/v1/files");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text())
          .contains("this key may not be used for files: ask", "one whose `operations` have files");
      assertThat(server.get(FILES_ALONE, "/v1/files").status()).isEqualTo(200);
      assertThat(server.post(FILES_ALONE, "/v1/chat/completions", Map.of("model", "m")).error())
          .isEqualTo("operation_not_allowed");
      assertThat(server.get("nobody", "/v1/files").status()).isEqualTo(401);
    }
  }

  @Test
  void without_files_the_paths_tell_the_remedy() throws Exception {
    try (var server = FilesServer.without(folder)) {
      for (String path : List.of("/v1/files", "/v1/files/file-1", "/v1/files/file-1/content")) {
        Answer answer = server.get(RED, path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("not_configured", "files: {folder: files}");
      }
      assertThat(server.post(RED, "/v1/uploads", "{}").error()).isEqualTo("not_configured");
      assertThat(server.get(RED, "/v1/batches").text()).contains("`files` and `batches`");
    }
  }

  @Test
  void a_list_comes_in_pages() throws Exception {
    try (var server = new FilesServer(folder)) {
      for (int i = 0; i < 3; i++) {
        assertThat(server.store(RED, "x").path("id").asText()).isNotEmpty();
      }
      JsonNode first = server.get(RED, "/v1/files?limit=2&order=asc").json();
      assertThat(first.path("data")).hasSize(2);
      assertThat(first.path("has_more").asBoolean()).isTrue();
      assertThat(first.path("first_id")).isEqualTo(first.path("data").get(0).path("id"));
      String last = first.path("last_id").asText();
      JsonNode next = server.get(RED, "/v1/files?order=asc&after=" + last).json();
      assertThat(next.path("data")).hasSize(1);
      assertThat(next.path("has_more").asBoolean()).isFalse();
      for (String wrong : List.of("limit=0", "limit=x", "limit=10001", "order=up", "after=none")) {
        assertThat(server.get(RED, "/v1/files?" + wrong).status()).as(wrong).isEqualTo(400);
      }
    }
  }

  @Test
  void a_content_comes_in_ranges() throws Exception {
    try (var server = new FilesServer(folder, ", key: \"%s\"".formatted(KEY))) {
      String content = "0123456789".repeat(20_000);
      String path = "/v1/files/" + server.store(RED, content).path("id").asText() + "/content";
      range(server.get(RED, path, "range", "bytes=0-3"), "0123", "bytes 0-3/200000");
      range(server.get(RED, path, "range", "bytes=199996-"), "6789", "bytes 199996-199999/200000");
      range(server.get(RED, path, "range", "bytes=-2"), "89", "bytes 199998-199999/200000");
      range(
          server.get(RED, path, "range", "bytes=199999-300000"), "9", "bytes 199999-199999/200000");
      Answer middle = server.get(RED, path, "range", "bytes=65530-131080");
      assertThat(middle.text()).isEqualTo(content.substring(65_530, 131_081));
      Answer beyond = server.get(RED, path, "range", "bytes=200000-");
      assertThat(beyond.status()).isEqualTo(416);
      assertThat(beyond.text()).contains("has 200000 bytes", "or leave the header out");
      for (String whole : List.of("bytes=3-1", "bytes=0-1,4-5", "lines=0-1", "bytes=-", "x")) {
        Answer answer = server.get(RED, path, "range", whole);
        assertThat(answer.status()).as(whole).isEqualTo(200);
        assertThat(answer.response().body()).hasSize(200_000);
      }
      String tag = server.get(RED, path).header("etag");
      assertThat(server.get(RED, path, "range", "bytes=0-3", "if-range", tag).status())
          .isEqualTo(206);
      assertThat(server.get(RED, path, "range", "bytes=0-3", "if-range", "\"x\"").status())
          .isEqualTo(200);
    }
  }

  private static void range(Answer answer, String text, String range) {
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.text()).isEqualTo(text);
    assertThat(answer.header("content-range")).isEqualTo(range);
  }

  @Test
  void a_damaged_content_is_an_error_and_no_wrong_byte_is_sent() throws Exception {
    try (var server = new FilesServer(folder, ", key: \"%s\"".formatted(KEY))) {
      String id = server.store(RED, "y".repeat(1_000_000)).path("id").asText();
      Path content = server.contents.resolve(id + ".sealed");
      byte[] whole = Files.readAllBytes(content);
      whole[100] ^= 1;
      Files.write(content, whole, StandardOpenOption.WRITE);
      Answer answer = server.get(RED, "/v1/files/" + id + "/content");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.error()).isEqualTo("file_damaged");
      assertThat(server.get(RED, "/v1/files/" + id).status()).isEqualTo(200);
    }
  }

  @Test
  void an_upload_goes_the_whole_way() throws Exception {
    try (var server = new FilesServer(folder)) {
      JsonNode upload =
          server
              .post(
                  RED,
                  "/v1/uploads",
                  Map.of(
                      "purpose", "batch",
                      "filename", "big.jsonl",
                      "bytes", 8,
                      "mime_type", "text/jsonl",
                      "expires_after", Map.of("anchor", "created_at", "seconds", 3_600)))
              .json();
      assertThat(upload.path("object").asText()).isEqualTo("upload");
      assertThat(upload.path("status").asText()).isEqualTo("pending");
      assertThat(upload.path("file").isNull()).isTrue();
      String path = "/v1/uploads/" + upload.path("id").asText();
      JsonNode two = server.form(RED, path + "/parts", file("data", "blob", "two\n")).json();
      JsonNode one = server.form(RED, path + "/parts", file("data", "blob", "one\n")).json();
      assertThat(one.path("object").asText()).isEqualTo("upload.part");
      assertThat(one.path("upload_id")).isEqualTo(upload.path("id"));
      assertThat(server.form(BLUE, path + "/parts", file("data", "blob", "x")).status())
          .isEqualTo(404);
      List<String> order = List.of(one.path("id").asText(), two.path("id").asText());
      Answer wrong = server.post(RED, path + "/complete", Map.of("part_ids", order, "md5", "0"));
      assertThat(wrong.status()).isEqualTo(400);
      JsonNode done =
          server
              .post(
                  RED,
                  path + "/complete",
                  Map.of("part_ids", order, "md5", "2094b601daac3d68f5aed51d3c20f7cd"))
              .json();
      assertThat(done.path("status").asText()).isEqualTo("completed");
      String id = done.path("file").path("id").asText();
      assertThat(server.get(RED, "/v1/files/" + id + "/content").text()).isEqualTo("one\ntwo\n");
      assertThat(server.post(RED, path + "/cancel", "").status()).isEqualTo(400);
      assertThat(server.names()).containsExactly(id);
    }
  }

  @Test
  void an_upload_is_cancelled_with_its_parts() throws Exception {
    try (var server = new FilesServer(folder)) {
      String path =
          "/v1/uploads/"
              + server
                  .post(
                      RED,
                      "/v1/uploads",
                      Map.of(
                          "purpose", "batch",
                          "filename", "x",
                          "bytes", 8,
                          "mime_type", "text/jsonl"))
                  .json()
                  .path("id")
                  .asText();
      assertThat(server.form(RED, path + "/parts", file("data", "blob", "x")).status())
          .isEqualTo(200);
      JsonNode ended = server.post(RED, path + "/cancel", "").json();
      assertThat(ended.path("status").asText()).isEqualTo("cancelled");
      assertThat(server.names()).isEmpty();
    }
  }

  @Test
  void a_quota_is_told_and_lets_small_files_in() throws Exception {
    try (var server = new FilesServer(folder, ", quota: 1MiB")) {
      String most = "x".repeat(1 << 20);
      Answer refused =
          server.form(RED, "/v1/files", field("purpose", "vision"), file("file", "x", most + "y"));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.error()).isEqualTo("file_quota_exceeded");
      assertThat(refused.header("x-should-retry")).isEqualTo("false");
      assertThat(server.names()).isEmpty();
      assertThat(server.store(RED, most).path("bytes").asInt()).isEqualTo(1 << 20);
    }
  }
}
