package dev.sluice.internal.dialect.gemini.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/// The form of a stream that clients get who do not ask for events.
class ArrayFramesTest {
  private static final String EVENTS = "data: {\"a\":1}\n\n: ping\n\ndata: {\"b\":\"é\"}\n\n";

  @Test
  void events_become_the_elements_of_an_array_however_they_are_cut() {
    byte[] events = EVENTS.getBytes(UTF_8);
    for (int cut = 0; cut <= events.length; cut++) {
      assertThat(framed(events, cut)).isEqualTo("[{\"a\":1},{\"b\":\"é\"}]");
    }
  }

  @Test
  void an_error_is_the_last_element() {
    byte[] events = (EVENTS + "data: {\"error\":{\"code\":503}}\n\n").getBytes(UTF_8);
    assertThat(framed(events, 3)).endsWith(",{\"error\":{\"code\":503}}]");
  }

  @Test
  void a_stream_without_events_is_an_empty_array() {
    assertThat(framed(": ping\n\n".getBytes(UTF_8), 0)).isEqualTo("[]");
  }

  private static String framed(byte[] events, int cut) {
    var frames = new ArrayFrames();
    var out = new ByteArrayOutputStream();
    out.writeBytes(frames.feed(events, 0, cut));
    out.writeBytes(frames.feed(events, cut, events.length));
    out.writeBytes(frames.end());
    return out.toString(UTF_8);
  }
}
