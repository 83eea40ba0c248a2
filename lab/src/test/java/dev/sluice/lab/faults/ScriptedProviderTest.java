package dev.sluice.lab.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScriptedProviderTest {
  private static final String REQUEST = "POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}";

  /// The thread of each connection that the script cuts has closed it, and has not yet forgotten
  /// it.
  @Test
  @Timeout(60)
  void what_closes_itself_does_not_keep_the_rest_open() throws Exception {
    var begun = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    try (var provider = new ScriptedProvider(Scene.FIRST, 0);
        Socket cutBefore = client(provider);
        Socket open = client(provider);
        Socket cutBehind = client(provider)) {
      provider.play(
          (request, writer) -> {
            if (request.number() == 2) {
              begun.countDown();
            } else {
              writer.cut();
            }
            over.await();
          });
      ask(cutBefore);
      assertThat(cutBefore.getInputStream().read()).isEqualTo(-1);
      ask(open);
      begun.await();
      ask(cutBehind);
      assertThat(cutBehind.getInputStream().read()).isEqualTo(-1);
      provider.goDown();
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> open.getInputStream().read());
    } finally {
      over.countDown();
    }
  }

  private static Socket client(ScriptedProvider provider) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), provider.port());
  }

  private static void ask(Socket client) throws IOException {
    client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
  }
}
