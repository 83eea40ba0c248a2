package dev.sluice.lab.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScriptedProviderTest {
  private static final String REQUEST = "POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}";

  /// The script's own thread has closed the connection, and has not yet forgotten it.
  @Test
  @Timeout(20)
  void what_closes_itself_does_not_keep_the_rest_open() throws IOException {
    var forgotten = new CountDownLatch(1);
    try (var provider = new ScriptedProvider(Scene.FIRST, 0);
        var client = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
      provider.play(
          (_, reply) -> {
            reply.cut();
            forgotten.await();
          });
      client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThatCode(provider::goDown).doesNotThrowAnyException();
    } finally {
      forgotten.countDown();
    }
  }
}
