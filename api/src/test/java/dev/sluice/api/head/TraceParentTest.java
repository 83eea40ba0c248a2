package dev.sluice.api.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @Test
  void the_trace_is_read() {
    assertThat(trace("00-" + TRACE + "-" + PARENT + "-01"))
        .isEqualTo(new Call.Trace(TRACE, PARENT, "", true));
  }

  @Test
  void of_the_flags_the_last_one_says_whether_it_is_recorded() {
    assertThat(trace("00-" + TRACE + "-" + PARENT + "-00").sampled()).isFalse();
    assertThat(trace("00-" + TRACE + "-" + PARENT + "-fe").sampled()).isFalse();
    assertThat(trace("00-" + TRACE + "-" + PARENT + "-ff").sampled()).isTrue();
  }

  @Test
  void a_header_that_comes_twice_says_nothing() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.add("traceparent", "00-" + TRACE + "-" + PARENT + "-01");
    headers.add("traceparent", "00-" + TRACE + "-" + PARENT + "-01");
    assertThat(TraceParent.trace(headers)).isEqualTo(Call.Trace.NONE);
  }

  @Test
  void a_later_version_may_say_more() {
    assertThat(trace("01-" + TRACE + "-" + PARENT + "-01-more").id()).isEqualTo(TRACE);
  }

  @Test
  void a_call_without_it_belongs_to_no_trace() {
    assertThat(TraceParent.trace(new DefaultHttpHeaders())).isEqualTo(Call.Trace.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + PARENT,
        "00-" + TRACE + "-" + PARENT + "-01-more",
        "01-" + TRACE + "-" + PARENT + "-01more",
        "ff-" + TRACE + "-" + PARENT + "-01",
        "0x-" + TRACE + "-" + PARENT + "-01",
        "00-00000000000000000000000000000000-" + PARENT + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
        "00_" + TRACE + "_" + PARENT + "_01",
        "00-\r\n2f3577b34da6a3ce929d0e0e4736ab-" + PARENT + "-01",
      })
  void anything_else_is_no_trace(String text) {
    HttpHeaders headers =
        DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    headers.set("traceparent", text);
    assertThat(TraceParent.trace(headers)).isEqualTo(Call.Trace.NONE);
  }

  private static Call.Trace trace(String text) {
    return TraceParent.trace(new DefaultHttpHeaders().set("traceparent", text));
  }
}
