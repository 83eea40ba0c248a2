package dev.sluice.internal.provider.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Calls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTraitsTest {
  private static RequestTraits of(String members) {
    return RequestTraits.of(Calls.utf8("{\"model\":\"m\"," + members + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"reasoning_effort\":\"high\"",
        "\"reasoning\":{\"effort\":\"low\"}",
        "\"reasoning\":{}",
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1000}",
        "\"enable_thinking\":true",
        "\"messages\":[{\"content\":\"x\"}],\"reasoning_effort\":\"medium\""
      })
  void reasoning_is_asked_for(String members) {
    assertThat(of(members)).isEqualTo(new RequestTraits(true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"messages\":[{\"role\":\"user\",\"reasoning_effort\":\"high\",\"store\":true}]",
        "\"reasoning_effort\":\"none\"",
        "\"reasoning_effort\":\"minimal\"",
        "\"reasoning_effort\":null",
        "\"reasoning\":{\"effort\":\"none\"}",
        "\"reasoning\":{\"enabled\":false}",
        "\"thinking\":{\"type\":\"disabled\"}",
        "\"enable_thinking\":false",
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"x\"}}}]",
        "\"tools\":[{\"function\":{\"name\":\"f\"},\"type\":\"function\"},{\"type\":\"custom\"}]",
        "\"tools\":[]",
        "\"store\":false",
        "\"prompt\":\"a text\""
      })
  void a_call_that_only_answers_may_be_made_twice(String members) {
    assertThat(of(members)).isEqualTo(new RequestTraits(false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"web_search\"}]",
        "\"tools\":[{\"type\":\"mcp\",\"server_url\":\"x\"}]",
        "\"tools\":[{\"googleSearch\":{\"type\":{}}}]",
        "\"web_search_options\":{}",
        "\"plugins\":[{\"id\":\"web\"}]",
        "\"store\":true",
        "\"background\":true",
        "\"prompt\":{\"id\":\"pmpt_1\"}"
      })
  void one_that_does_more_may_not(String members) {
    assertThat(of(members)).isEqualTo(new RequestTraits(false, true));
  }
}
