package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.ProviderCalls.Got;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GeminiBatchesTest {
  private static final String MAKE = "/v1beta/models/m:batchGenerateContent";
  private static final String REQUEST = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";
  private static final String WRONG =
      "{\"contents\":[{\"role\":\"x\",\"parts\":[{\"text\":\"\"}]}]}";

  private final ProviderCalls calls =
      new ProviderCalls(
          Scenario.of(Model.named("m")).batches(BatchTerms.STANDARD.takes(Duration.ofMinutes(10))));

  private static String inline(String... requests) {
    StringBuilder all = new StringBuilder("{\"batch\":{\"display_name\":\"ours\",");
    all.append("\"input_config\":{\"requests\":{\"requests\":[");
    for (int i = 0; i < requests.length; i++) {
      all.append(i == 0 ? "" : ",").append("{\"request\":").append(requests[i]);
      all.append(",\"metadata\":{\"key\":\"k").append(i).append("\"}}");
    }
    return all.append("]}}}}").toString();
  }

  private String upload(String content) throws IOException {
    Got begun =
        calls.send(
            "POST",
            "/upload/v1beta/files",
            "{\"file\":{\"displayName\":\"in\"}}",
            "x-goog-upload-protocol",
            "resumable",
            "x-goog-upload-command",
            "start",
            "x-goog-upload-header-content-type",
            "application/jsonl",
            "host",
            "sim:1");
    String url = begun.header("x-goog-upload-url");
    assertThat(url).startsWith("http://sim:1/upload/v1beta/files?");
    String target = url.substring("http://sim:1".length());
    int half = content.length() / 2;
    part(target, "upload", 0, content.substring(0, half));
    Got made = part(target, "upload, finalize", half, content.substring(half));
    assertThat(made.header("x-goog-upload-status")).isEqualTo("final");
    return made.json().path("file").path("name").asText();
  }

  private Got part(String target, String command, int offset, String content) {
    return calls.send(
        "POST",
        target,
        content,
        "x-goog-upload-command",
        command,
        "x-goog-upload-offset",
        "" + offset);
  }

  @Test
  void requests_that_come_with_a_batch_are_answered_in_it() throws IOException {
    JsonNode made = calls.post(MAKE, inline(REQUEST, WRONG));
    assertThat(made.path("metadata").path("state").asText()).isEqualTo("BATCH_STATE_PENDING");
    assertThat(made.path("metadata").path("displayName").asText()).isEqualTo("ours");
    String path = "/v1beta/" + made.path("name").asText();
    JsonNode under = calls.get(path);
    assertThat(under.path("metadata").path("state").asText()).isEqualTo("BATCH_STATE_RUNNING");
    assertThat(under.path("done").asBoolean()).isFalse();

    calls.advance(Duration.ofMinutes(10));
    JsonNode batch = calls.get(path);
    assertThat(batch.path("done").asBoolean()).isTrue();
    assertThat(batch.path("metadata").path("state").asText()).isEqualTo("BATCH_STATE_SUCCEEDED");
    JsonNode results = batch.path("response").path("inlinedResponses").path("inlinedResponses");
    assertThat(results).hasSize(2);
    assertThat(results.path(0).path("metadata").path("key").asText()).isEqualTo("k0");
    assertThat(results.path(0).path("response").path("candidates")).hasSize(1);
    assertThat(results.path(1).path("error").path("code").asInt()).isEqualTo(400);
    assertThat(batch.path("metadata").path("batchStats").path("failedRequestCount").asText())
        .isEqualTo("1");
    assertThat(calls.recorded().lineBill("m").calls()).isEqualTo(1);
  }

  @Test
  void a_file_comes_in_parts_and_its_results_are_a_file() throws IOException {
    String line = "{\"key\":\"k0\",\"request\":" + REQUEST + "}\n";
    String file = upload(line);
    assertThat(calls.get("/v1beta/" + file).path("sizeBytes").asText())
        .isEqualTo("" + line.length());
    String body =
        "{\"batch\":{\"displayName\":\"ours\",\"inputConfig\":{\"fileName\":\"" + file + "\"}}}";
    String name = calls.post(MAKE, body).path("name").asText();
    calls.advance(Duration.ofMinutes(10));

    String output = calls.get("/v1beta/" + name).path("response").path("responsesFile").asText();
    Got content = calls.send("GET", "/v1beta/" + output + ":download?alt=media", "");
    JsonNode result = HttpCalls.json(content.text());
    assertThat(result.path("key").asText()).isEqualTo("k0");
    assertThat(result.path("response").path("candidates")).hasSize(1);
    Got again = calls.send("GET", "/download/v1beta/" + output + ":download?alt=media", "");
    assertThat(again.text()).isEqualTo(content.text());
  }

  @Test
  void a_part_that_does_not_follow_is_refused() throws IOException {
    String target = "/upload/v1beta/files?upload_id=none";
    assertThat(part(target, "upload", 0, "x").status()).isEqualTo(404);
  }

  @Test
  void files_are_listed_and_deleted() throws IOException {
    String file = upload("x");
    assertThat(calls.get("/v1beta/files").path("files")).hasSize(1);
    assertThat(calls.send("DELETE", "/v1beta/" + file, "").status()).isEqualTo(200);
    JsonNode gone = calls.get("/v1beta/" + file);
    assertThat(gone.path("error").path("status").asText()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void a_file_without_requests_fails_its_batch() throws IOException {
    String body = "{\"batch\":{\"inputConfig\":{\"fileName\":\"" + upload("x") + "\"}}}";
    String name = calls.post(MAKE, body).path("name").asText();
    JsonNode batch = calls.get("/v1beta/" + name);
    assertThat(batch.path("metadata").path("state").asText()).isEqualTo("BATCH_STATE_FAILED");
    assertThat(batch.path("error").path("message").asText()).contains("Line 1");
  }

  @Test
  void a_batch_that_is_cancelled_or_expires_has_no_results_and_is_not_billed() throws IOException {
    String cancelled = "/v1beta/" + calls.post(MAKE, inline(REQUEST)).path("name").asText();
    assertThat(calls.send("POST", cancelled + ":cancel", "").status()).isEqualTo(200);
    JsonNode batch = calls.get(cancelled);
    assertThat(batch.path("metadata").path("state").asText()).isEqualTo("BATCH_STATE_CANCELLED");
    assertThat(batch.has("response")).isFalse();

    JsonNode made = calls.post(MAKE, inline(REQUEST, REQUEST), "x-sim-fault", "batch-expired");
    calls.advance(Duration.ofMinutes(10));
    JsonNode expired = calls.get("/v1beta/" + made.path("name").asText());
    assertThat(expired.path("metadata").path("state").asText()).isEqualTo("BATCH_STATE_EXPIRED");
    assertThat(calls.recorded().lineBill("m").calls()).isZero();
  }

  @Test
  void batches_are_listed_and_deleted() throws IOException {
    String first = calls.post(MAKE, inline(REQUEST)).path("name").asText();
    String second = calls.post(MAKE, inline(REQUEST)).path("name").asText();
    JsonNode page = calls.get("/v1beta/batches?pageSize=1");
    assertThat(page.path("operations").path(0).path("name").asText()).isEqualTo(second);
    String next = page.path("nextPageToken").asText();
    JsonNode rest = calls.get("/v1beta/batches?pageToken=" + next);
    assertThat(rest.path("operations").path(0).path("name").asText()).isEqualTo(first);

    assertThat(calls.send("DELETE", "/v1beta/" + first, "").status()).isEqualTo(200);
    assertThat(calls.send("GET", "/v1beta/" + first, "").status()).isEqualTo(404);
  }

  @Test
  void below_v1_the_place_of_the_key_tells_a_batch_from_one_of_openais() throws IOException {
    String[] key = {"x-goog-api-key", "k"};
    JsonNode made = calls.post(MAKE.replace("v1beta", "v1"), inline(REQUEST), key);
    String path = "/v1/" + made.path("name").asText();
    assertThat(calls.get(path, key).path("name")).isEqualTo(made.path("name"));
    JsonNode other = calls.get(path, "authorization", "Bearer k");
    assertThat(other.path("error").path("type").asText()).isEqualTo("invalid_request_error");
  }

  @Test
  void the_parts_of_a_file_need_no_key_beside_that_of_their_address() throws IOException {
    String[] start = {"x-goog-upload-command", "start", "x-goog-api-key", "a b", "host", "sim"};
    Got begun = calls.send("POST", "/upload/v1beta/files", "", start);
    String target = begun.header("x-goog-upload-url").substring("http://sim".length());
    JsonNode file = part(target, "upload, finalize", 0, "x").json().path("file");
    JsonNode found = calls.get("/v1beta/" + file.path("name").asText(), "x-goog-api-key", "a b");
    assertThat(found.path("sizeBytes").asText()).isEqualTo("1");
  }
}
