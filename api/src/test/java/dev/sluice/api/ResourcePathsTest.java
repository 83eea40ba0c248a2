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
  }

  @Test
  void an_endpoint_says_what_is_asked_for() {
    assertThat(Endpoints.at("/v1/files/file-a_B9/content"))
        .contains(new Endpoint.Files("file-a_B9", "/content"));
    assertThat(Endpoints.at("/openai/v1/batches/batch_1"))
        .contains(new Endpoint.Batches("batch_1", ""));
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
        "/v2/files"
      })
  void another_path_is_none(String path) {
    assertThat(Endpoints.at(path)).isEmpty();
  }
}
