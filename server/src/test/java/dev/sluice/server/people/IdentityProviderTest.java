package dev.sluice.server.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.OidcConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdentityProviderTest {
  private final AtomicLong nanos = new AtomicLong(1);
  private final AtomicInteger asked = new AtomicInteger();

  private Clock clock() {
    return new Clock() {
      @Override
      public long nanos() {
        return nanos.get();
      }

      @Override
      public Instant wall() {
        return Instant.EPOCH;
      }
    };
  }

  private IdentityProvider provider(int port) {
    return new IdentityProvider(
        new OidcConfig.Registration(
            "http://127.0.0.1:" + port, "sluice", Optional.empty(), Set.of("openid"), List.of()),
        clock());
  }

  private void hangUp(ServerSocket server) {
    while (true) {
      try (Socket socket = server.accept()) {
        asked.incrementAndGet();
        socket.shutdownOutput();
      } catch (IOException closed) {
        if (server.isClosed()) {
          return;
        }
        throw new UncheckedIOException(closed);
      }
    }
  }

  @Test
  void a_provider_that_does_not_answer_is_left_alone_for_a_while() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUp(server));
      IdentityProvider provider = provider(server.getLocalPort());
      assertThatThrownBy(provider::metadata).isInstanceOf(LoginFailed.class);
      int first = asked.get();
      assertThat(first).isPositive();
      assertThatThrownBy(provider::metadata).isInstanceOf(LoginFailed.class);
      assertThat(asked).hasValue(first);
      nanos.addAndGet(Duration.ofSeconds(6).toNanos());
      assertThatThrownBy(provider::metadata).isInstanceOf(LoginFailed.class);
      assertThat(asked).hasValueGreaterThan(first);
    }
  }

  @Test
  void a_provider_that_answers_no_good_document_is_left_alone_for_a_while() throws Exception {
    var status = new AtomicInteger(500);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", call -> answer(call, status.get()));
    server.start();
    try {
      IdentityProvider provider = provider(server.getAddress().getPort());
      assertAskedOnceInAWhile(provider, "status 500");
      status.set(200);
      nanos.addAndGet(Duration.ofSeconds(6).toNanos());
      assertAskedOnceInAWhile(provider, "issuer is another");
    } finally {
      server.stop(0);
    }
  }

  private void answer(HttpExchange call, int status) throws IOException {
    asked.incrementAndGet();
    byte[] body = "{\"issuer\":\"https://evil.example\"}".getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private void assertAskedOnceInAWhile(IdentityProvider provider, String why) {
    int before = asked.get();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(provider::metadata)
          .isInstanceOf(LoginFailed.class)
          .hasMessageContaining(why);
    }
    assertThat(asked).hasValue(before + 1);
  }
}
