package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Queries of request targets.
class TargetQueryTest {
  @ParameterizedTest
  @CsvSource({
    "/v1/models, /v1/models",
    "/v1/models?, /v1/models?",
    "/v1/models?alt=sse&key=k%31&x, /v1/models?alt=sse&key=***&x",
    "/v1/models?key=a&key=b, /v1/models?key=***&key=***",
    "/v1/models?$key=a&%24key=b, /v1/models?$key=***&$key=***",
    "/v1/models?%6B%65y=a, /v1/models?key=***",
    "/v1/models?key=, /v1/models?key=***",
    "/v1/models?key, /v1/models?key",
    "/v1/models?keys=a&monkey=b, /v1/models?keys=a&monkey=b",
    "/upload/v1beta/files?upload_id=u&upload_token=t, /upload/v1beta/files?upload_id=u&upload_token=***",
    "/upload/v1beta/files?upload%5Ftoken=t, /upload/v1beta/files?upload_token=***"
  })
  void a_log_shows_neither_keys_nor_tokens(String target, String shown) {
    assertThat(TargetQuery.withoutKey(target)).isEqualTo(shown);
  }
}
