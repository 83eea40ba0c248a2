package dev.sluice.server;

import static dev.sluice.server.FilesServer.BOUNDARY;
import static dev.sluice.server.FilesServer.RED;
import static dev.sluice.server.FilesServer.field;
import static dev.sluice.server.FilesServer.file;
import static dev.sluice.server.FilesServer.formBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.FilesServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients may send in the place of a file: each gets an error that names what is wrong, and
/// leaves nothing.
class HostileFilesTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/sluice/server/files/errors.txt");
  private static final String BATCH = field("purpose", "batch");
  private static final String FILE = file("file", "x", "{}\n");

  @TempDir private static Path folder;
  private static FilesServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new FilesServer(folder, ", largest: 1MiB");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("no purpose", "missing_required_parameter", new String[] {FILE}),
        Arguments.of(
            "unknown purpose", "invalid_value", new String[] {field("purpose", "evil"), FILE}),
        Arguments.of("two purposes", "invalid_value", new String[] {BATCH, BATCH, FILE}),
        Arguments.of("no file", "missing_required_parameter", new String[] {BATCH}),
        Arguments.of("two files", "invalid_form", new String[] {BATCH, FILE, FILE}),
        Arguments.of("empty file", "invalid_value", new String[] {BATCH, file("file", "x", "")}),
        Arguments.of(
            "a file that is a field", "invalid_form", new String[] {BATCH, field("file", "x")}),
        Arguments.of(
            "a field that is a file",
            "invalid_form",
            new String[] {file("purpose", "x", "batch"), FILE}),
        Arguments.of(
            "a long name",
            "invalid_form",
            new String[] {BATCH, file("file", "n".repeat(10_240), "x")}),
        Arguments.of(
            "a name beyond 255 characters",
            "invalid_value",
            new String[] {BATCH, file("file", "n".repeat(256), "x")}),
        Arguments.of(
            "a NUL in the name", "invalid_form", new String[] {BATCH, file("file", "a\0b", "x")}),
        Arguments.of(
            "a long field", "invalid_form", new String[] {field("purpose", "b".repeat(5_000))}),
        Arguments.of(
            "an anchor of another kind",
            "invalid_value",
            new String[] {
              BATCH,
              field("expires_after[anchor]", "now"),
              field("expires_after[seconds]", "3600"),
              FILE
            }),
        Arguments.of(
            "seconds without an anchor",
            "invalid_value",
            new String[] {BATCH, field("expires_after[seconds]", "3600"), FILE}),
        Arguments.of(
            "too short a time",
            "invalid_value",
            new String[] {
              BATCH,
              field("expires_after[anchor]", "created_at"),
              field("expires_after[seconds]", "3599"),
              FILE
            }),
        Arguments.of(
            "a boundary in the file",
            "invalid_form",
            new String[] {BATCH, file("file", "x", "a--" + BOUNDARY + "b")}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void a_form_that_is_none_is_refused_by_name(String what, String code, String[] parts)
      throws Exception {
    Answer answer = server.form(RED, "/v1/files", parts);
    assertThat(answer.status()).as(what + answer.text()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(code);
    assertThat(answer.json().path("error").path("type").asText())
        .isEqualTo("invalid_request_error");
    assertThat(server.names()).noneMatch(name -> name.endsWith(".new"));
  }

  /// With `-Dgolden.write` what is told is written anew, to be read before it is committed.
  @Test
  void what_is_told_is_in_openais_form() throws Exception {
    var told = new StringBuilder();
    for (Arguments form : forms().toList()) {
      String[] parts = Objects.requireNonNull((String[]) form.get()[2]);
      Answer answer = server.form(RED, "/v1/files", parts);
      told.append(form.get()[0]).append("\n  ").append(line(answer));
    }
    for (String path : List.of("/v1/files/x", "/v1/files?limit=0", "/v1/files?after=x")) {
      told.append("GET ").append(path).append("\n  ").append(line(server.get(RED, path)));
    }
    for (String body : List.of("{}", "[]", "{\"purpose\":\"evil\"}")) {
      Answer answer = server.post(RED, "/v1/uploads", body);
      told.append("upload ").append(body).append("\n  ").append(line(answer));
    }
    told.append("upload x\n  ").append(line(server.post(RED, "/v1/uploads/x/cancel", "")));
    if (System.getProperty("golden.write") != null) {
      Files.writeString(GOLDEN, told);
    }
    assertThat(told.toString()).isEqualTo(Files.readString(GOLDEN));
  }

  private static String line(Answer answer) {
    return answer.status() + " " + answer.text() + "\n";
  }

  @Test
  void a_form_that_is_cut_is_refused() throws Exception {
    byte[] whole = formBytes(BATCH, FILE);
    for (int cut : List.of(0, 1, 40, whole.length - 6)) {
      Answer answer =
          server.send(
              RED,
              "POST",
              "/v1/files",
              BodyPublishers.ofByteArray(whole, 0, cut),
              "content-type",
              "multipart/form-data; boundary=" + BOUNDARY);
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    }
    assertThat(server.get(RED, "/v1/files").json().path("data")).isEmpty();
  }

  @Test
  void a_body_of_another_type_is_refused() throws Exception {
    assertThat(server.post(RED, "/v1/files", "{}").status()).isEqualTo(415);
    Answer page =
        server.send(
            RED,
            "POST",
            "/v1/files",
            BodyPublishers.ofByteArray(formBytes(BATCH, FILE)),
            "content-type",
            "multipart/form-data; boundary=" + BOUNDARY,
            "sec-fetch-site",
            "cross-site");
    assertThat(page.status()).isEqualTo(403);
  }

  @Test
  void a_name_with_folders_is_no_path() throws Exception {
    for (String name : List.of("../../etc/passwd", "C:x/passwd", "/passwd")) {
      Answer answer = server.form(RED, "/v1/files", BATCH, file("file", name, "x"));
      assertThat(answer.json().path("filename").asText()).isEqualTo("passwd");
      String id = answer.json().path("id").asText();
      assertThat(server.names()).contains(id);
      assertThat(server.delete(RED, "/v1/files/" + id).status()).isEqualTo(200);
    }
  }

  @Test
  void a_file_is_larger_than_it_may_be_wherever_its_purpose_stands() throws Exception {
    String large = file("file", "x", "y".repeat((1 << 20) + 1));
    for (String[] parts : new String[][] {{BATCH, large}, {large, BATCH}}) {
      Answer answer = server.form(RED, "/v1/files", parts);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.error()).isEqualTo("file_too_large");
    }
    assertThat(server.names()).noneMatch(name -> name.endsWith(".new"));
  }

  @Test
  void wrong_ids_and_methods_are_told() throws Exception {
    for (String id : List.of("..%2f..%2fetc", "a%00b", "file-%0d%0a", "x".repeat(200))) {
      assertThat(server.get(RED, "/v1/files/" + id).status()).as(id).isEqualTo(404);
      assertThat(server.get(RED, "/v1/files/" + id + "/content").status()).as(id).isEqualTo(404);
    }
    assertThat(server.delete(RED, "/v1/files").status()).isEqualTo(405);
    assertThat(server.get(RED, "/v1/uploads").status()).isEqualTo(405);
    assertThat(server.get(RED, "/v1/files/x/lines").status()).isEqualTo(404);
  }

  @Test
  void control_characters_are_refused_before_they_come_to_the_store() throws Exception {
    Map<String, Object> good =
        Map.of("purpose", "batch", "filename", "x", "bytes", 8, "mime_type", "text/plain");
    for (String member : List.of("purpose", "filename", "mime_type")) {
      var body = new HashMap<>(good);
      body.put(member, "a\0b");
      Answer answer = server.post(RED, "/v1/uploads", body);
      assertThat(answer.status()).as(member).isEqualTo(400);
      assertThat(answer.json().path("error").path("param").asText()).isEqualTo(member);
      assertThat(answer.text()).contains("must have no control characters");
    }
    Answer purpose = server.get(RED, "/v1/files?purpose=a%00b");
    assertThat(purpose.status()).isEqualTo(400);
    assertThat(purpose.json().path("error").path("param").asText()).isEqualTo("purpose");
    assertThat(server.get(RED, "/v1/files?after=a%00b").status()).isEqualTo(400);
  }

  @Test
  void an_upload_that_is_none_is_refused_by_name() throws Exception {
    Map<String, Object> good =
        Map.of("purpose", "batch", "filename", "x", "bytes", 8, "mime_type", "text/plain");
    for (String missing : good.keySet()) {
      var body = new HashMap<>(good);
      body.remove(missing);
      Answer answer = server.post(RED, "/v1/uploads", body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("error").path("param").asText()).isEqualTo(missing);
    }
    for (Object bytes : new Object[] {0, -1, 1.5, "8", 1e30}) {
      var body = new HashMap<>(good);
      body.put("bytes", bytes);
      assertThat(server.post(RED, "/v1/uploads", body).status()).isEqualTo(400);
    }
    for (String body : List.of("[]", "{", "{} {}", "null", "{\"bytes\":1,\"bytes\":2}")) {
      assertThat(server.post(RED, "/v1/uploads", body).error()).isEqualTo("invalid_json");
    }
    assertThat(server.post(RED, "/v1/uploads", "{\"x\":\"" + "y".repeat(64 << 10) + "\"}").status())
        .isEqualTo(413);
    assertThat(server.post(RED, "/v1/uploads/upload_none/cancel", "").status()).isEqualTo(404);
  }
}
