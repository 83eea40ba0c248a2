package dev.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.tls.Handshakes.Result;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the handshakes of many clients cost.
class TlsEntryTest {
  @TempDir private Path folder;
  private TestPki pki;
  private final Handshakes handshakes = new Handshakes();
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @BeforeEach
  void make() throws Exception {
    pki = new TestPki(folder);
  }

  private TlsEntry entry(Executor pool) throws Exception {
    var config = new ListenerTls(List.of(pki.identity("api.test")), Optional.empty());
    return TlsEntry.of(config, List.of("http/1.1"), handshakes, pool);
  }

  /// A connection whose client has sent its first message.
  private EmbeddedChannel begun(Executor pool) throws Exception {
    var channel = new EmbeddedChannel();
    entry(pool).begin(channel, Duration.ofSeconds(10), (_, _, _) -> {});
    SSLEngine client = engine(pki.client(null));
    ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    var _ = client.wrap(ByteBuffer.allocate(0), hello);
    channel.writeInbound(Unpooled.wrappedBuffer(hello.flip()));
    return channel;
  }

  @Test
  void nothing_is_computed_for_a_client_that_has_left() throws Exception {
    TlsEntry entry = entry(waiting::add);
    var stays = new EmbeddedChannel();
    var left = new EmbeddedChannel();
    List<EmbeddedChannel> computed = new ArrayList<>();
    for (EmbeddedChannel one : List.of(stays, left)) {
      entry.compute(one, () -> computed.add(one));
    }
    left.finishAndReleaseAll();
    waiting.forEach(Runnable::run);
    assertThat(computed).containsExactly(stays);
    stays.finishAndReleaseAll();
  }

  /// As by a session that was begun while the certificate held: the check of that was the JDK's.
  @Test
  void a_certificate_that_is_over_serves_no_client_whose_handshake_has_succeeded()
      throws Exception {
    X509Bundle client = pki.issue(TestPki.host("search.test").addExtendedKeyUsageClientAuth());
    assertThat(shake(client, InstantSource.system())).isTrue();
    assertThat(handshakes.ended(Result.COMPLETED)).isEqualTo(1);
    Instant over = client.getCertificate().getNotAfter().toInstant().plusSeconds(1);
    assertThat(shake(client, InstantSource.fixed(over))).isFalse();
    assertThat(handshakes.ended(Result.CERTIFICATE)).isEqualTo(1);
  }

  /// Begins a connection.
  ///
  /// @return whether its client is served
  private boolean shake(X509Bundle shown, InstantSource time) throws Exception {
    var config = new ListenerTls(List.of(pki.identity("api.test")), Optional.of(pki.trust(true)));
    List<String> served = new ArrayList<>();
    var channel = new EmbeddedChannel();
    TlsEntry.of(config, List.of("http/1.1"), handshakes, Runnable::run, time)
        .begin(channel, Duration.ofSeconds(10), (protocol, _, _) -> served.add(protocol));
    var client = new EmbeddedChannel(new SslHandler(engine(pki.client(shown)), Runnable::run));
    while (pass(client, channel) || pass(channel, client)) {
      // Until neither has anything to say.
    }
    client.finishAndReleaseAll();
    channel.finishAndReleaseAll();
    return !served.isEmpty();
  }

  private static SSLEngine engine(SSLContext of) {
    SSLEngine engine = of.createSSLEngine("api.test", 443);
    engine.setUseClientMode(true);
    return engine;
  }

  private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
    from.runPendingTasks();
    Object bytes = from.readOutbound();
    if (bytes == null) {
      return false;
    }
    if (to.isOpen()) {
      var _ = to.writeInbound(bytes);
    } else {
      ReferenceCountUtil.release(bytes);
    }
    return true;
  }

  @Test
  void a_client_is_dropped_where_too_much_waits_to_be_computed() throws Exception {
    EmbeddedChannel dropped =
        begun(
            _ -> {
              throw new RejectedExecutionException("full");
            });
    dropped.runPendingTasks();
    assertThat(dropped.isOpen()).isFalse();
    assertThat(handshakes.ended(Result.DISPLACED)).isEqualTo(1);
    assertThat(handshakes.underWay()).isZero();
    dropped.finishAndReleaseAll();
  }
}
