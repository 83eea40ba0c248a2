package dev.sluice.provider.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which answers have content, so that they are worth keeping.
class ContentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}]}",
        "{\"object\":\"list\",\"data\":[],\"usage\":{\"prompt_tokens\":1}}",
        "{\"results\":[]}",
        "{\"object\":\"response\",\"output\":[]}"
      })
  void a_whole_answer_that_says_nothing_has_none(String body) {
    assertThat(whole(body)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"text\":\"Hi\"}]}",
        "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"a\"}]}}]}",
        "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"No\"}}]}",
        "{\"data\":[{\"embedding\":[1]}]}",
        "{\"results\":[{\"flagged\":false}]}",
        "{\"output\":[{\"type\":\"message\"}]}"
      })
  void a_whole_answer_that_says_something_has_content(String body) {
    assertThat(whole(body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: [DONE]\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
        """
        data: {"type":"response.created"}

        data: {"type":"response.completed","response":{"output":[]}}

        """
      })
  void a_stream_without_a_word_has_none(String body) {
    assertThat(streamed(body)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}

        data: [DONE]

        """,
        """
        data: {"type":"response.output_text.delta","delta":"Hi"}

        data: {"type":"response.completed"}

        """
      })
  void a_stream_that_says_something_has_content(String body) {
    assertThat(streamed(body)).isTrue();
  }

  private static boolean whole(String body) {
    return contentful(Exchange.whole().head(200, Exchange.JSON), body);
  }

  private static boolean streamed(String body) {
    return contentful(Exchange.streamed().head(200, Exchange.EVENTS), body);
  }

  private static boolean contentful(Exchange exchange, String body) {
    assertThat(exchange.read(body).end()).isEqualTo(new Answered());
    return exchange.sink.contentful();
  }
}
