package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.error.Errors;
import dev.sluice.provider.error.RequestText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Headers that the configuration adds to requests to a provider.
class AddedHeadersTest {
  private static final Map<String, Secret> ADDED =
      Map.of(
          "openai-project",
          new Secret("proj-of-the-operator"),
          "cf-aig-authorization",
          new Secret("Bearer gateway-token-1"));

  @Test
  void each_request_has_them_whole_or_streamed_or_for_the_models() {
    Upstream upstream = upstream(ADDED);
    for (boolean streamed : new boolean[] {false, true}) {
      assertThat(headers(upstream, Map.of(), streamed))
          .containsEntry("openai-project", "proj-of-the-operator")
          .containsEntry("cf-aig-authorization", "Bearer gateway-token-1")
          .containsEntry("authorization", "Bearer key");
    }
    assertThat(upstream.models("").headers())
        .containsEntry("openai-project", "proj-of-the-operator");
  }

  @Test
  void a_client_chooses_no_other_account_than_the_configuration() {
    Upstream upstream = upstream(ADDED);
    Map<String, String> sent =
        Map.of("openai-project", "proj-of-the-client", "openai-organization", "org-client");
    assertThat(headers(upstream, sent, false))
        .containsEntry("openai-project", "proj-of-the-operator")
        .containsEntry("openai-organization", "org-client");
    Map<String, String> only = Map.of("openai-project", "proj-of-the-client");
    assertThat(upstream.account(call(only))).isEmpty();
    assertThat(upstream(Map.of()).account(call(only))).contains("openai-project");
  }

  @Test
  void an_error_that_repeats_them_is_shown_without() {
    String said = "{\"error\":{\"message\":\"gateway-token-1 of proj-of-the-operator\"}}";
    Failed failed =
        Errors.classifier(config(ADDED)).classify(400, Map.of(), said, RequestText.NONE);
    assertThat(failed.toString()).doesNotContain("token-1", "operator").contains("*** of ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization",
        "x-api-key",
        "api-key",
        "x-goog-api-key",
        "host",
        "content-length",
        "content-type",
        "transfer-encoding",
        "te",
        "expect",
        "upgrade",
        "connection",
        "accept-encoding",
        "proxy-authorization",
        "traceparent",
        "x mine",
        "x:mine",
        "x\r\nhost",
        ""
      })
  void names_on_which_a_request_rests_are_refused(String name) {
    var added = Map.of(name, new Secret("not-to-be-seen"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> upstream(added))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("not-to-be-seen"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a ", "a\r\nhost: b", "a\nb", "ä", "\u0000"})
  void values_that_would_end_a_header_are_refused(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> upstream(Map.of("x-mine", new Secret(value))))
        .withMessageContaining("x-mine must have a value of printable ASCII");
  }

  private static ProviderConfig config(Map<String, Secret> added) {
    return new ProviderConfig(
            "p",
            ProviderType.OPENAI,
            URI.create("https://api.openai.com/v1"),
            List.of(new Secret("key")),
            false)
        .adding(added);
  }

  private static Upstream upstream(Map<String, Secret> added) {
    ProviderConfig config = config(added);
    return new Upstream(config, Optional.of(config.keys().getFirst()));
  }

  private static Map<String, String> headers(
      Upstream upstream, Map<String, String> sent, boolean streamed) {
    return upstream.call(call(sent), "m", Unpooled.EMPTY_BUFFER, streamed).headers();
  }

  private static Call call(Map<String, String> sent) {
    ByteBuf body = Unpooled.copiedBuffer("{\"model\":\"m\",\"messages\":[]}", UTF_8);
    return ProviderCalls.of(Operation.CHAT, body, sent);
  }
}
