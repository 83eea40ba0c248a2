package dev.sluice.server;

import static dev.sluice.server.FilesServer.BLUE;
import static dev.sluice.server.FilesServer.CHAT;
import static dev.sluice.server.FilesServer.RED;
import static dev.sluice.server.FilesServer.RED_TOO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.FilesServer.Answer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contents that come by the token of an upload and without a key, as Google's clients send them.
class UploadTokensTest {
  private static final String PATH = "/upload/v1beta/files";
  private static final String COMMAND = "X-Goog-Upload-Command";
  private static final String CONTENT = "{}\n";

  @TempDir private Path folder;
  private FilesServer server;

  @BeforeEach
  void start() throws Exception {
    server = FilesServer.withBatches(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer begin(String key) throws Exception {
    return server.send(
        key,
        "POST",
        PATH,
        BodyPublishers.ofString("{}"),
        COMMAND,
        "start",
        "X-Goog-Upload-Header-Content-Length",
        Integer.toString(CONTENT.length()),
        "content-type",
        "application/json");
  }

  private URI begun(String key) throws Exception {
    Answer begun = begin(key);
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    return URI.create(begun.header("x-goog-upload-url"));
  }

  private Answer bring(URI to) throws Exception {
    return server.send(
        to,
        "POST",
        BodyPublishers.ofString(CONTENT),
        COMMAND,
        "upload, finalize",
        "X-Goog-Upload-Offset",
        "0");
  }

  private static String word(URI url, String name) {
    for (String part : url.getRawQuery().split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    throw new AssertionError(name + " is not in " + url);
  }

  private URI at(String query) {
    return URI.create(server.gateway.url() + PATH + query);
  }

  @Test
  void a_content_comes_by_the_token_alone_and_is_the_teams() throws Exception {
    URI url = begun(RED);
    assertThat(url.toString()).doesNotContain("key=").doesNotContain(RED);
    assertThat(word(url, "upload_token")).hasSize(22);
    Answer made = bring(url);
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(made.header("x-goog-upload-status")).isEqualTo("final");
    String file = made.json().at("/file/name").asText();
    assertThat(server.get(RED_TOO, "/v1beta/" + file).status()).isEqualTo(200);
    assertThat(server.get(BLUE, "/v1beta/" + file).status()).isEqualTo(404);
  }

  @Test
  void a_token_is_good_once_and_for_its_upload_alone() throws Exception {
    URI one = begun(RED);
    URI two = begun(BLUE);
    String crossed =
        "?upload_id=%s&upload_token=%s"
            .formatted(word(one, "upload_id"), word(two, "upload_token"));
    assertThat(bring(at(crossed)))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(404))
        .satisfies(answer -> assertThat(answer.text()).contains("NOT_FOUND"));
    assertThat(bring(one).status()).isEqualTo(200);
    assertThat(bring(one).status()).isEqualTo(404);
    assertThat(bring(two).status()).isEqualTo(200);
  }

  @Test
  void without_the_token_and_without_a_key_nothing_is_told_and_nothing_begun() throws Exception {
    String id = word(begun(RED), "upload_id");
    String wrong = "0".repeat(22);
    assertThat(bring(at("?upload_id=" + id)).status()).isEqualTo(401);
    assertThat(bring(at("")).status()).isEqualTo(401);
    for (String token : List.of(wrong, "", "x", "x".repeat(999))) {
      assertThat(bring(at("?upload_id=" + id + "&upload_token=" + token)).status()).isEqualTo(404);
    }
    Answer none =
        server.send(
            at("?upload_token=" + wrong), "POST", BodyPublishers.ofString("{}"), COMMAND, "start");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.header("x-goog-upload-url")).isEmpty();
  }

  @Test
  void a_token_opens_nothing_else() throws Exception {
    String token = word(begun(RED), "upload_token");
    for (String path : List.of("/v1beta/files", "/v1/files", "/v1beta/batches", "/v1/models")) {
      URI to = URI.create(server.gateway.url() + path + "?upload_token=" + token);
      assertThat(server.send(to, "GET", BodyPublishers.noBody()).status()).as(path).isEqualTo(401);
    }
    URI content =
        URI.create(server.gateway.url() + "/v1beta/files/x:content?upload_token=" + token);
    assertThat(server.send(content, "POST", BodyPublishers.noBody()).status()).isEqualTo(401);
    assertThat(server.send(at("?upload_token=" + token), "GET", BodyPublishers.noBody()).status())
        .isEqualTo(405);
  }

  @Test
  void a_key_that_is_shown_with_the_content_counts_as_before() throws Exception {
    String id = word(begun(RED), "upload_id");
    String path = PATH + "?upload_id=" + id;
    var content = BodyPublishers.ofString(CONTENT);
    String[] headers = {COMMAND, "upload, finalize", "X-Goog-Upload-Offset", "0"};
    assertThat(server.send(BLUE, "POST", path, content, headers).status()).isEqualTo(404);
    assertThat(server.send(RED_TOO, "POST", path, content, headers).status()).isEqualTo(200);
    assertThat(begin(CHAT).status()).isEqualTo(403);
  }

  @Test
  void an_upload_of_the_other_api_is_not_ended_by_this_one() throws Exception {
    String begin =
        "{\"purpose\":\"batch\",\"filename\":\"x\",\"bytes\":4,\"mime_type\":\"text/jsonl\"}";
    String id = server.post(RED, "/v1/uploads", begin).json().path("id").asText();
    Answer part =
        server.form(RED, "/v1/uploads/" + id + "/parts", FilesServer.file("data", "blob", "one\n"));
    assertThat(part.status()).as(part.text()).isEqualTo(200);
    Answer ended =
        server.send(
            RED,
            "POST",
            PATH + "?upload_id=" + id,
            BodyPublishers.noBody(),
            COMMAND,
            "finalize",
            "X-Goog-Upload-Offset",
            "0");
    assertThat(ended.status()).as(ended.text()).isEqualTo(400);
    assertThat(ended.text()).contains("/v1/uploads/{id}/complete");
  }

  private Answer admin(String path, String json) throws Exception {
    Answer answer =
        server.send(
            URI.create(server.gateway.adminUrl() + "/admin/v1/" + path),
            "POST",
            BodyPublishers.ofString(json),
            "authorization",
            "Bearer admin-token",
            "content-type",
            "application/json");
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    return answer;
  }

  @Test
  void a_token_ends_with_the_key_that_has_begun_its_upload() throws Exception {
    var _ = admin("teams", "{\"name\":\"search\"}");
    JsonNode made = admin("keys", "{\"team\":\"search\",\"name\":\"live\"}").json();
    URI url = begun(made.path("secret").asText());
    var _ = admin("keys/" + made.at("/key/id").asText() + "/revoke", "{}");
    Answer refused = bring(url);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("show a good one with the content", "PERMISSION_DENIED");
  }
}
