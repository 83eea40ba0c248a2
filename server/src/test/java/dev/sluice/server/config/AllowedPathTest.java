package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedPathTest {
  @ParameterizedTest
  @CsvSource({
    "POST /v1/ocr, POST, /v1/ocr",
    "GET /v1/files/*, GET, /v1/files/f1",
    "GET /v1/files/**, GET, /v1/files/f1",
    "GET /v1/files/**, GET, /v1/files/f1/content",
    "GET /v1/files/**, GET, /v1/files/a:b",
    "POST /v1/stores/*/search, POST, /v1/stores/s1/search",
    "POST /v1beta/models/*:predict, POST, /v1beta/models/m:predict",
    "POST /v1/f-*, POST, /v1/f-1",
    "GET /**, GET, /anything",
  })
  void a_request_is_meant(String allowed, String method, String path) {
    assertThat(AllowedPath.of(allowed).matches(method, path)).isTrue();
    assertThat(AllowedPath.of(allowed)).hasToString(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "POST /v1/ocr, GET, /v1/ocr",
    "POST /v1/ocr, POST, /v1/ocrs",
    "POST /v1/ocr, POST, /v1/OCR",
    "POST /v1/ocr, POST, /v1/ocr/x",
    "GET /v1/files/*, GET, /v1/files",
    "GET /v1/files/*, GET, /v1/files/f1/content",
    "GET /v1/files/**, GET, /v1/files",
    "POST /v1beta/models/*, POST, /v1beta/models/m:delete",
    "POST /v1beta/models/*:predict, POST, /v1beta/models/:predict",
    "POST /v1beta/models/*:predict, POST, /v1beta/models/a:b:predict",
    "POST /v1/f-*, POST, /v1/f-",
    "POST /v1/ab*ba, POST, /v1/aba",
  })
  void another_request_is_not_meant(String allowed, String method, String path) {
    assertThat(AllowedPath.of(allowed).matches(method, path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/ocr",
        "post /v1/ocr",
        "HEAD /v1/ocr",
        "CONNECT /v1/ocr",
        "POST v1/ocr",
        "POST  /v1/ocr",
        "POST /",
        "POST /v1//ocr",
        "POST /v1/ocr/",
        "POST /v1/../ocr",
        "POST /v1/%2e/ocr",
        "POST /v1/ocr?x=1",
        "POST /**/x",
        "POST /v1/*a*",
        "POST /v1/a;b",
        "POST https://evil.example/v1"
      })
  void what_is_no_such_path_is_refused(String text) {
    assertThatThrownBy(() -> AllowedPath.of(text)).hasMessageStartingWith("must");
  }
}
