package dev.sluice.provider.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeaderNamesTest {
  private static Limit room(long limit, long remaining, String reset) {
    return new Limit(
        OptionalLong.of(limit),
        OptionalLong.of(remaining),
        Optional.of(reset).filter(r -> !r.isEmpty()).map(Duration::parse));
  }

  @Test
  void openai_counts_requests_and_tokens() {
    Map<String, String> headers =
        Map.of(
            "x-ratelimit-limit-requests", "500",
            "x-ratelimit-remaining-requests", "499",
            "x-ratelimit-reset-requests", "120ms",
            "x-ratelimit-limit-tokens", "200000",
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "6m0s");
    RateLimitInfo allowance = RateHeaderNames.OPENAI.read(headers);
    assertThat(allowance.limits())
        .isEqualTo(
            Map.of(
                Unit.REQUESTS, room(500, 499, "PT0.12S"), Unit.TOKENS, room(200_000, 0, "PT6M")));
    assertThat(allowance.of(Unit.TOKENS).orElseThrow().exhausted()).isTrue();
    assertThat(allowance.of(Unit.REQUESTS).orElseThrow().exhausted()).isFalse();
    assertThat(RateHeaderNames.GROQ.read(headers).limits())
        .containsOnlyKeys(Unit.DAILY_REQUESTS, Unit.TOKENS);
  }

  @Test
  void anthropic_counts_what_is_read_and_what_is_written() {
    Map<String, String> headers =
        Map.of(
            "date", "Mon, 23 Nov 2026 10:00:00 GMT",
            "anthropic-ratelimit-input-tokens-limit", "40000",
            "anthropic-ratelimit-input-tokens-remaining", "39000",
            "anthropic-ratelimit-input-tokens-reset", "2026-11-23T10:00:02Z",
            "anthropic-ratelimit-output-tokens-limit", "8000",
            "anthropic-ratelimit-output-tokens-remaining", "7000",
            "anthropic-ratelimit-requests-limit", "50",
            "anthropic-ratelimit-requests-remaining", "49",
            "x-ratelimit-limit-requests", "51",
            "x-ratelimit-remaining-tokens", "5");
    assertThat(RateHeaderNames.ANTHROPIC.read(headers).limits())
        .isEqualTo(
            Map.of(
                Unit.INPUT, room(40_000, 39_000, "PT2S"),
                Unit.OUTPUT, room(8_000, 7_000, ""),
                Unit.REQUESTS, room(50, 49, ""),
                Unit.TOKENS,
                    new Limit(OptionalLong.empty(), OptionalLong.of(5), Optional.empty())));
  }

  @Test
  void mistral_counts_by_the_minute_and_openrouter_plainly() {
    assertThat(
            RateHeaderNames.MISTRAL
                .read(
                    Map.of(
                        "x-ratelimit-limit-req-minute", "60",
                        "x-ratelimit-remaining-req-minute", "59",
                        "x-ratelimit-limit-tokens-minute", "500000",
                        "x-ratelimit-remaining-tokens-minute", "480000"))
                .limits())
        .isEqualTo(
            Map.of(Unit.REQUESTS, room(60, 59, ""), Unit.TOKENS, room(500_000, 480_000, "")));
    assertThat(
            RateHeaderNames.OPENAI
                .read(
                    Map.of(
                        "date", "Mon, 23 Nov 2026 10:00:00 GMT",
                        "x-ratelimit-limit", "20",
                        "x-ratelimit-remaining", "3",
                        "x-ratelimit-reset", "1795428041500"))
                .limits())
        .isEqualTo(Map.of(Unit.REQUESTS, room(20, 3, "PT41.5S")));
  }

  @Test
  void together_counts_by_the_second() {
    RateLimitInfo allowance =
        RateHeaderNames.TOGETHER.read(
            Map.of(
                "x-ratelimit-limit", "10",
                "x-ratelimit-remaining", "9",
                "x-ratelimit-reset", "1",
                "x-tokenlimit-limit", "3000",
                "x-tokenlimit-remaining", "0"));
    Optional<Duration> second = Optional.of(Duration.ofSeconds(1));
    assertThat(allowance.limits())
        .isEqualTo(
            Map.of(
                Unit.REQUESTS,
                new Limit(OptionalLong.of(10), OptionalLong.of(9), second, second),
                Unit.TOKENS,
                new Limit(OptionalLong.of(3_000), OptionalLong.of(0), Optional.empty(), second)));
  }

  @Test
  void fireworks_tells_tokens_a_second_of_a_limit_a_minute() {
    assertThat(
            RateHeaderNames.FIREWORKS
                .read(
                    Map.of(
                        "x-ratelimit-limit-tokens-prompt", "60000",
                        "x-ratelimit-limit-tokens-generated", "600",
                        "x-ratelimit-remaining-tokens-generated", "1"))
                .limits())
        .isEqualTo(
            Map.of(
                Unit.INPUT,
                new Limit(OptionalLong.of(3_600_000), OptionalLong.empty(), Optional.empty()),
                Unit.OUTPUT,
                room(36_000, 60, "")));
  }

  @Test
  void of_fireworks_limits_of_input_that_of_uncached_input_counts() {
    assertThat(
            RateHeaderNames.FIREWORKS
                .read(
                    Map.of(
                        "x-ratelimit-limit-tokens-prompt", "60000",
                        "x-ratelimit-limit-tokens-cache-adjusted-prompt", "15000",
                        "x-ratelimit-limit-tokens-generated", "600"))
                .limits())
        .isEqualTo(
            Map.of(
                Unit.INPUT,
                new Limit(OptionalLong.of(900_000), OptionalLong.empty(), Optional.empty()),
                Unit.OUTPUT,
                new Limit(OptionalLong.of(36_000), OptionalLong.empty(), Optional.empty())));
  }

  @Test
  void a_limit_of_minus_one_is_no_limit() {
    assertThat(
            RateHeaderNames.AZURE.read(
                Map.of(
                    "x-ratelimit-limit-tokens", "-1",
                    "x-ratelimit-remaining-tokens", "-1",
                    "x-ratelimit-reset-tokens", "0")))
        .isEqualTo(RateLimitInfo.NONE);
  }

  @Test
  void what_another_deployment_has_answered_states_its_own_limits() {
    assertThat(
            RateHeaderNames.AZURE.read(
                Map.of(
                    "x-ratelimit-remaining-tokens", "5",
                    "x-ms-spillover-from-deployment", "provisioned")))
        .isEqualTo(RateLimitInfo.ELSEWHERE);
    assertThat(RateHeaderNames.AZURE.read(Map.of("x-ratelimit-remaining-tokens", "5")).limits())
        .containsOnlyKeys(Unit.TOKENS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "many", "1e3", "9999999999999999999", "1.5", "\u0661"})
  void a_count_that_makes_no_sense_is_passed_on_as_that(String count) {
    var nonsense = OptionalLong.of(Limit.NONSENSE);
    var none = OptionalLong.empty();
    assertThat(RateHeaderNames.OPENAI.read(Map.of("x-ratelimit-remaining-tokens", count)).limits())
        .isEqualTo(Map.of(Unit.TOKENS, new Limit(none, nonsense, Optional.empty())));
    assertThat(RateHeaderNames.OPENAI.read(Map.of("x-ratelimit-limit-tokens", count)).limits())
        .isEqualTo(Map.of(Unit.TOKENS, new Limit(nonsense, none, Optional.empty())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", ""})
  void a_count_that_the_provider_does_not_know_was_not_told(String count) {
    assertThat(RateHeaderNames.OPENAI.read(Map.of("x-ratelimit-remaining-tokens", count)))
        .isEqualTo(RateLimitInfo.NONE);
  }

  @Test
  void headers_without_a_limit_state_nothing() {
    assertThat(RateHeaderNames.OPENAI.read(Map.of("x-ratelimit-reset-tokens", "1s")))
        .isEqualTo(RateLimitInfo.NONE);
    assertThat(RateHeaderNames.NONE.read(Map.of("x-ratelimit-remaining-tokens", "1")))
        .isEqualTo(RateLimitInfo.NONE);
  }
}
