package dev.sluice.server.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.OidcConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProviderTest {
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
      var provider =
          new Provider(
              new OidcConfig.Provider(
                  "http://127.0.0.1:" + server.getLocalPort(),
                  "sluice",
                  Optional.empty(),
                  Set.of("openid"),
                  List.of()),
              clock());
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
}
