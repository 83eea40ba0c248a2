package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What of a trace reaches a provider.
class PropagationTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String CLIENTS = "00-" + TRACE + "-" + PARENT + "-01";
  private static final Call.Trace READ = new Call.Trace(TRACE, PARENT, "", true);
  private static final Map<String, String> SENT =
      Map.of("traceparent", CLIENTS, "tracestate", "vendor=1");

  @Test
  void a_provider_that_is_not_named_for_it_gets_nothing() {
    Call call = call(SENT, READ.below("b7ad6b7169203331"));
    assertThat(headers(false, call)).doesNotContainKeys("traceparent", "tracestate");
  }

  @Test
  void an_attempt_names_its_own_span() {
    Call call = call(SENT, READ.below("b7ad6b7169203331"));
    assertThat(headers(true, call))
        .containsEntry("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
        .containsEntry("tracestate", "vendor=1");
  }

  @Test
  void a_trace_that_begins_here_is_told_too() {
    Call.Trace begun = new Call.Trace(TRACE, "", PARENT, false).below("b7ad6b7169203331");
    assertThat(headers(true, call(Map.of(), begun)))
        .containsEntry("traceparent", "00-" + TRACE + "-b7ad6b7169203331-00")
        .doesNotContainKey("tracestate");
  }

  @Test
  void without_spans_of_our_own_the_clients_place_is_passed_on() {
    assertThat(headers(true, call(SENT, READ))).containsAllEntriesOf(SENT);
  }

  @Test
  void what_is_no_trace_is_not_passed_on() {
    Map<String, String> broken = Map.of("traceparent", "00-zz", "tracestate", "vendor=1");
    assertThat(headers(true, call(broken, Call.Trace.NONE)))
        .doesNotContainKeys("traceparent", "tracestate");
  }

  @Test
  void the_trace_does_not_tell_calls_apart() {
    Call one = call(SENT, READ);
    Call other = call(Map.of(), Call.Trace.NONE);
    assertThat(Fingerprints.of("r", one)).isEqualTo(Fingerprints.of("r", other));
  }

  private static Map<String, String> headers(boolean propagates, Call call) {
    List<HeaderPattern> more =
        propagates
            ? List.of(HeaderPattern.of("traceparent"), HeaderPattern.of("tracestate"))
            : List.of();
    URI url = URI.create("https://llm.example/v1");
    var config =
        new ProviderConfig("p", ProviderType.OPENAI, url, List.of(), false).forwarding(more);
    return new Upstream(config, Optional.empty())
        .call(call, "m", Unpooled.EMPTY_BUFFER, false)
        .headers();
  }

  private static Call call(Map<String, String> headers, Call.Trace trace) {
    ByteBuf body = Unpooled.copiedBuffer("{\"model\":\"m\",\"messages\":[]}", UTF_8);
    return ProviderCalls.of(Operation.CHAT, body, headers).withTrace(trace);
  }
}
