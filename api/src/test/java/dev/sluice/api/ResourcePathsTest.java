package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathsTest {
  private static List<String> methods(String path) {
    return Endpoints.at(path).map(Endpoint::methods).orElse(List.of());
  }

  @Test
  void each_path_has_its_methods() {
    assertThat(methods("/v1/files")).containsExactly("GET", "POST");
    assertThat(methods("/v1/files/file-1")).containsExactly("GET", "DELETE");
    assertThat(methods("/v1/files/file-1/content?x=1")).containsExactly("GET");
    assertThat(methods("/v1/uploads")).containsExactly("POST");
    Stream.of("parts", "complete", "cancel")
        .forEach(
            verb -> assertThat(methods("/v1/uploads/upload_1/" + verb)).containsExactly("POST"));
    assertThat(methods("/v1/batches")).containsExactly("GET", "POST");
    assertThat(methods("/v1/batches/batch_1")).containsExactly("GET");
    assertThat(methods("/v1/batches/batch_1/cancel")).containsExactly("POST");
    assertThat(methods("/v1/messages/batches?beta=true")).containsExactly("GET", "POST");
    assertThat(methods("/v1/messages/batches/msgbatch_1")).containsExactly("GET", "DELETE");
    assertThat(methods("/v1/messages/batches/msgbatch_1/results")).containsExactly("GET");
    assertThat(methods("/v1/messages/batches/msgbatch_1/cancel")).containsExactly("POST");
  }

  @Test
  void geminis_paths_are_told_by_their_verbs_or_by_who_asks() {
    assertThat(methods("/v1beta/batches?pageSize=1")).containsExactly("GET");
    assertThat(methods("/v1beta/batches/batch_1")).containsExactly("GET", "DELETE");
    assertThat(methods("/upload/v1/files?upload_id=x")).containsExactly("POST");
    assertThat(Endpoints.at("/v1/batches/batch_1:cancel"))
        .contains(new Endpoint.GenerateBatches("", "batch_1", ":cancel"));
    assertThat(Endpoints.at("/v1beta/models/a/b:batchGenerateContent"))
        .contains(new Endpoint.GenerateBatches("a/b", "", ":batchGenerateContent"));
    assertThat(Endpoints.at("/v1/models/m:asyncBatchEmbedContent"))
        .contains(new Endpoint.GenerateBatches("m", "", ":asyncBatchEmbedContent"));
    var download = new Endpoint.GenerateFiles("batch_1", ":download");
    assertThat(Endpoints.at("/v1beta/files/batch_1:download?alt=media")).contains(download);
    assertThat(Endpoints.at("/download/v1beta/files/batch_1:download")).contains(download);
    assertThat(Endpoints.at("/v1/batches/b").map(Endpoint::asOfGemini))
        .contains(new Endpoint.GenerateBatches("", "b", ""));
    assertThat(Endpoints.at("/v1/files").map(Endpoint::asOfGemini))
        .contains(new Endpoint.GenerateFiles("", ""));
    var content = new Endpoint.Files("f", "/content");
    assertThat(content.asOfGemini()).isSameAs(content);
  }

  @Test
  void an_endpoint_says_what_is_asked_for() {
    assertThat(Endpoints.at("/v1/files/file-a_B9/content"))
        .contains(new Endpoint.Files("file-a_B9", "/content"));
    assertThat(Endpoints.at("/openai/v1/batches/batch_1"))
        .contains(new Endpoint.Batches("batch_1", ""));
    assertThat(Endpoints.at("/v1/messages/batches/msgbatch_1/results"))
        .contains(new Endpoint.MessageBatches("msgbatch_1", "/results"));
    assertThat(Endpoints.at("/v1/uploads?x=y")).contains(new Endpoint.Uploads("", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/files/",
        "/v1/files/..",
        "/v1/files/a%2fb",
        "/v1/files/a%00",
        "/v1/files/a/content/",
        "/v1/files/a/lines",
        "/v1/files/a/cancel",
        "/v1/uploads/upload_1",
        "/v1/uploads/upload_1/content",
        "/v1/batches/batch_1/content",
        "/v1/batches/batch_1/results",
        "/v1/messages/batches/msgbatch_1/content",
        "/v1/messages/batches/",
        "/v1beta/batches/b:delete",
        "/v1beta/files/f:register",
        "/download/v1beta/files/f",
        "/download/v1beta/batches/b:download",
        "/v2/files"
      })
  void another_path_is_none(String path) {
    assertThat(Endpoints.at(path)).isEmpty();
  }
}
