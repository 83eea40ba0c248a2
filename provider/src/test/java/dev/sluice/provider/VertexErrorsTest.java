package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.Errors;
import dev.sluice.provider.error.RequestText;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Refusals of Vertex AI: of a pool that all share, and of throughput that the account has bought.
class VertexErrorsTest {
  private static final int TOO_MANY = 429;
  private static final String POOL = error("Resource exhausted, please try again later.");

  private static String error(String message) {
    return "[{\"error\":{\"code\":429,\"message\":\""
        + message
        + "\",\"status\":\"RESOURCE_EXHAUSTED\"}}]";
  }

  private static Failed refused(String host, String body) {
    var url = URI.create("https://" + host + "/v1/projects/p/locations/l/endpoints/openapi");
    Classifier classifier =
        Errors.classifier(new ProviderConfig("v", ProviderType.COMPATIBLE, url, List.of(), false));
    return classifier.classify(TOO_MANY, Map.of(), body, RequestText.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aiplatform.googleapis.com",
        "us-central1-aiplatform.googleapis.com",
        "aiplatform.eu.rep.googleapis.com",
        "AIPLATFORM.googleapis.com"
      })
  void an_empty_pool_is_no_limit_of_the_account(String host) {
    assertThat(refused(host, POOL)).isInstanceOf(Failed.Overloaded.class);
  }

  @Test
  void provisioned_throughput_is_a_limit_of_the_account() {
    String bought = error("Too many requests. Exceeded the Provisioned Throughput.");
    assertThat(refused("aiplatform.googleapis.com", bought)).isInstanceOf(Failed.Throttled.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generativelanguage.googleapis.com",
        "aiplatform.googleapis.com.example",
        "models.example"
      })
  void elsewhere_a_refusal_is_a_limit(String host) {
    assertThat(refused(host, POOL)).isInstanceOf(Failed.Throttled.class);
  }

  private static Classifier typed() {
    var url = URI.create("https://aiplatform.googleapis.com/v1/projects/p/locations/global");
    return Errors.classifier(
        new ProviderConfig("v", ProviderType.VERTEX, url, List.of(), false).by(Api.MESSAGES));
  }

  @Test
  void a_quota_that_is_named_is_a_limit_of_the_account() {
    String claude =
        error(
            "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model"
                + " with base model: anthropic-claude-sonnet-4.");
    assertThat(typed().classify(TOO_MANY, Map.of(), claude, RequestText.NONE))
        .isInstanceOf(Failed.Throttled.class);
    assertThat(typed().classify(TOO_MANY, Map.of(), POOL, RequestText.NONE))
        .isInstanceOf(Failed.Overloaded.class);
  }

  @Test
  void the_project_is_not_shown_to_clients() {
    var url =
        URI.create("https://aiplatform.googleapis.com/v1/projects/our-project-1/locations/us");
    Classifier classifier =
        Errors.classifier(new ProviderConfig("v", ProviderType.VERTEX, url, List.of(), false));
    String denied =
        "denied on resource //aiplatform.googleapis.com/projects/our-project-1/locations/us";
    assertThat(classifier.redaction().text(denied))
        .contains("denied on resource //aiplatform.googleapis.com/", "/locations/us")
        .doesNotContain("our-project-1");
  }

  @Test
  void errors_within_claudes_answers_are_anthropics() {
    assertThat(inside("overloaded_error"))
        .isInstanceOfSatisfying(
            Failed.Overloaded.class, why -> assertThat(why.status()).isEqualTo(503));
    assertThat(inside("billing_error")).isInstanceOf(Failed.Exhausted.class);
  }

  private static Failed inside(String type) {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"no\"}}".formatted(type);
    return typed().inside(Map.of(), body, RequestText.NONE);
  }
}
