package dev.sluice.server.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  private static final String SHORT = "POST /a HTTP/1.1\r\ncontent-length: 2\r\n\r\nab";
  private static final String LONG =
      "POST /b HTTP/1.1\r\ncontent-length: 50000\r\n\r\n" + "x".repeat(50_000);
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
          + ("3e8\r\n" + "y".repeat(1_000) + "\r\n").repeat(50)
          + "0\r\n\r\n";
  private static final String BODYLESS = "GET /c HTTP/1.1\r\nhost: d\r\n\r\n";

  /// Gives one message after the other, as a peer that waits for answers does, in pieces.
  private static InputStream peer(int piece, String... messages) {
    return new InputStream() {
      private int at;
      private ByteArrayInputStream left = new ByteArrayInputStream(Wire.bytes(messages[0]));

      @Override
      public int read() {
        throw new AssertionError("read byte by byte");
      }

      @Override
      public int read(byte[] into, int from, int most) {
        if (left.available() == 0 && at + 1 < messages.length) {
          at++;
          left = new ByteArrayInputStream(Wire.bytes(messages[at]));
        }
        return left.read(into, from, Math.min(most, piece));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4_096, 100_000})
  void messages_end_where_their_bodies_do_however_they_come(int piece) throws IOException {
    Wire wire = new Wire(peer(piece, SHORT, CHUNKED, LONG, BODYLESS, CHUNKED, SHORT));
    assertThat(wire.message()).startsWith("POST /a ");
    assertThat(wire.message()).startsWith("HTTP/1.1 200 OK");
    assertThat(wire.message()).startsWith("POST /b ");
    assertThat(wire.message()).startsWith("GET /c ");
    assertThat(wire.message()).startsWith("HTTP/1.1 200 OK");
    assertThat(wire.message()).startsWith("POST /a ");
    assertThat(wire.message()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "POST /a HTTP/1.1\r\nhos"})
  void a_connection_that_ends_has_no_message(String left) throws IOException {
    assertThat(new Wire(new ByteArrayInputStream(Wire.bytes(left))).message()).isEmpty();
  }
}
