package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "/chat/completions, /v1/chat/completions, /v1",
    "/messages?beta=true, /v1/messages, /v1",
    "/responses, /v1/responses, /v1",
    "/models, /v1/models, /v1",
    "/embed, /v2/embed, /v2",
    "/models/m:generateContent, /v1/models/m:generateContent, /v1",
  })
  void a_base_without_a_version_is_told_the_one_with_it(String asked, String path, String base) {
    String shown = asked.replaceFirst("\\?.*", "");
    assertThat(NearEndpoint.message(asked))
        .isEqualTo(
            "no such endpoint as '"
                + shown
                + "': the path must be "
                + path
                + "; the client's base URL must be http://HOST:PORT"
                + base);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/v1/messages, /v1/messages, /v1",
    "/v1/v1/chat/completions, /v1/chat/completions, /v1",
    "/v1beta/v1beta/models, /v1beta/models, /v1beta",
    "/v1/v1beta/models/m:generateContent, /v1beta/models/m:generateContent, /v1",
    "/v1/v2/embed, /v2/embed, /v1",
  })
  void a_base_with_a_version_that_the_client_adds_is_told_without_it(
      String asked, String path, String base) {
    assertThat(NearEndpoint.message(asked))
        .isEqualTo(
            "no such endpoint as '"
                + asked
                + "': the path must be "
                + path
                + "; leave "
                + base
                + " out of the client's base URL, http://HOST:PORT");
  }

  @Test
  void what_other_gateways_put_in_front_is_to_be_left_out() {
    assertThat(NearEndpoint.message("/openai/v1/chat/completions"))
        .isEqualTo(
            "no such endpoint as '/openai/v1/chat/completions': the path must be"
                + " /v1/chat/completions; leave /openai out of the client's base URL");
  }

  @Test
  void a_path_that_is_near_nothing_is_told_what_there_is() {
    assertThat(NearEndpoint.message("/v1/audio/voices?key=secret"))
        .isEqualTo("no such endpoint as '/v1/audio/voices'; there are: " + Endpoints.KNOWN);
    assertThat(NearEndpoint.message("http://other/v1/models"))
        .isEqualTo("no such endpoint as 'http://other/v1/models'; there are: " + Endpoints.KNOWN);
    assertThat(NearEndpoint.message("/%zz"))
        .isEqualTo("no such endpoint; there are: " + Endpoints.KNOWN);
  }

  @Test
  void a_hostile_path_is_shown_short_and_printable_and_not_searched() {
    String message = NearEndpoint.message("/%0A%1B" + "/a".repeat(4_000) + "/chat/completions");
    assertThat(message)
        .startsWith("no such endpoint as '/")
        .doesNotContain("\n", "\u001b", "the path must be")
        .hasSizeLessThan(Endpoints.KNOWN.length() + 120);
  }
}
