package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway whose provider is another host that leads back to it.
@Timeout(60)
class LoopTest {
  private final AtomicInteger calls = new AtomicInteger();
  private ServerSocket host;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    host = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    String yaml =
        """
        server: {listen: "127.0.0.1:0", drain: 1ms}
        admin: {listen: "127.0.0.1:0"}
        providers: {other: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}}
        routes: {all: {models: ["*"], targets: [{provider: other}], coalesce: true}}
        """
            .formatted(host.getLocalPort());
    gateway =
        GatewayProcess.start(
            ConfigFile.of(Doc.parse("sluice.yaml", yaml, Map.of())).config(),
            ProcessOptions.defaults());
    Thread.ofPlatform().daemon().name("other host").start(this::relay);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.drainAndClose();
    host.close();
  }

  /// Every connection leads to the gateway.
  private void relay() {
    while (!host.isClosed()) {
      try {
        Socket from = host.accept();
        Socket to = new Socket(gateway.address().getAddress(), gateway.address().getPort());
        Thread.ofVirtual().start(() -> pipe(from, to, true));
        Thread.ofVirtual().start(() -> pipe(to, from, false));
      } catch (IOException closed) {
        // The test is over.
      }
    }
  }

  private void pipe(Socket from, Socket to, boolean requests) {
    try (from;
        to) {
      byte[] bytes = new byte[1 << 16];
      int size = from.getInputStream().read(bytes);
      while (size >= 0) {
        if (requests && bytes[0] == 'P') {
          calls.incrementAndGet();
        }
        to.getOutputStream().write(bytes, 0, size);
        size = from.getInputStream().read(bytes);
      }
    } catch (IOException closed) {
      // So is the other end.
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_call_that_comes_back_ends_at_the_bound_with_the_reason(boolean stream) throws Exception {
    try (RawClient client = new RawClient(gateway.address())) {
      Reply reply = client.chat("m", stream).reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("\"code\":\"gateway_loop\"", "x-sluice-hop");
      assertThat(reply.header("x-should-retry")).isEqualTo("false");
      assertThat(calls).hasValue(8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "-1", "1e9", "x"})
  void a_count_that_no_gateway_says_is_refused_before_the_body_is_read(String hostile)
      throws Exception {
    try (RawClient client = new RawClient(gateway.address())) {
      Reply reply = client.chat("m", false, "x-sluice-hop: " + hostile).reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("gateway_loop");
      assertThat(calls).hasValue(0);
    }
  }

  @Test
  void a_call_about_a_stored_response_counts_too() throws Exception {
    try (RawClient client = new RawClient(gateway.address())) {
      Reply reply = client.get("/v1/responses/resp_1", "x-sluice-hop: 8").reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("gateway_loop");
    }
  }
}
