package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.ProviderCalls;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that streams and did not ask for usage, and a provider that was asked for it.
class HiddenUsageTest {
  private static final UpstreamOptions WITH_USAGE = new UpstreamOptions(true, true);
  private static final String BEFORE =
      """
      data: {"choices":[],"usage":null,"prompt_filter_results":[]}

      data: {"choices":[{"delta":{"content":"Hi"}}],"usage":null}

      data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":null}

      """;
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n";
  private static final String AFTER = ": bye\n\ndata: [DONE]\n\n";

  private static Exchange exchange() {
    Call call = ProviderCalls.chat(true);
    return new Exchange(call, WITH_USAGE).head(200, Exchange.EVENTS);
  }

  private static void check(String stream, String passed, List<Integer> cuts) {
    Exchange exchange = exchange();
    int from = 0;
    for (int to : cuts) {
      exchange.read(stream.substring(from, to));
      from = to;
    }
    exchange.read(stream.substring(from));
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).as("cut at %s", cuts).isEqualTo(passed);
    assertThat(exchange.sink.parts).as("cut at %s", cuts).doesNotContain("");
    assertThat(exchange.sink.usage().input()).isEqualTo(3);
    assertThat(exchange.sink.usage().estimated()).isFalse();
    assertThat(exchange.leaked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void the_usage_is_counted_and_hidden_and_all_else_passes_byte_for_byte(String newline) {
    String stream = (BEFORE + USAGE + AFTER).replace("\n", newline);
    String passed = (BEFORE + AFTER).replace("\n", newline);
    check(stream, passed, List.of());
    for (int cut = 1; cut < stream.length(); cut++) {
      check(stream, passed, List.of(cut));
      for (int more = cut + 1; more < Math.min(stream.length(), cut + 4); more++) {
        check(stream, passed, List.of(cut, more));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"index\":0,\"delta\":{}}",
        "{\"delta\":{ },\"finish_reason\":null,\"index\":0},{\"index\":1,\"delta\":{}}",
        "{\"index\":0,\"text\":\"\",\"logprobs\":null}",
      })
  void choices_that_say_nothing_do_not_show_an_unrequested_usage(String choices) {
    String usage = USAGE.replace("[]", "[" + choices + "]");
    check(BEFORE + usage + AFTER, BEFORE + AFTER, List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}",
        "{\"index\":0,\"delta\":{\"role\":\"assistant\"}}",
        "{\"index\":0,\"content_filter_results\":{\"hate\":{\"filtered\":false}}}",
        "{\"index\":0,\"delta\":{}},{\"index\":1,\"delta\":{\"content\":\"x\"}}",
      })
  void usage_beside_anything_else_passes(String choices) {
    String stream = BEFORE + USAGE.replace("[]", "[" + choices + "]") + AFTER;
    check(stream, stream, List.of());
  }

  @Test
  void a_hidden_chunk_may_lack_its_blank_line() {
    check(BEFORE + USAGE.stripTrailing(), BEFORE, List.of());
    check(BEFORE + USAGE.stripTrailing(), BEFORE, List.of(BEFORE.length() + 9));
  }

  @Test
  void usage_beside_a_choice_passes() {
    String stream =
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";
    check(stream, stream, List.of());
  }

  @Test
  void whoever_asks_for_usage_gets_it() {
    Call call =
        ProviderCalls.of(
            Operation.CHAT,
            Unpooled.copiedBuffer(
                "{\"model\":\"m\",\"messages\":[],\"stream\":true,"
                    + "\"stream_options\":{\"include_usage\":true}}",
                UTF_8),
            Map.of());
    Exchange exchange = new Exchange(call, WITH_USAGE).head(200, Exchange.EVENTS);
    exchange.read(BEFORE + USAGE + AFTER);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(BEFORE + USAGE + AFTER);
  }
}
