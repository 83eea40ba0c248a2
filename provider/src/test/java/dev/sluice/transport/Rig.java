package dev.sluice.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.provider.Origin;
import dev.sluice.transport.http.NettyTransport;
import dev.sluice.transport.loop.Loops;
import dev.sluice.transport.loop.Loops.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionFactory;

/// One loop with a transport on it. Closing asserts that every request's body was given back.
public final class Rig implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 40;
  private static final Duration POLL = Duration.ofMillis(5);

  public final Loops loops;
  public final Loop loop;
  public final NettyTransport transport;
  private final List<ByteBuf> bodies = new CopyOnWriteArrayList<>();

  public Rig(Mode mode) {
    this(mode, TransportConfig.defaults());
  }

  public Rig(Mode mode, TransportConfig config) {
    this(mode, config, Clock.SYSTEM, DnsServerAddressStreamProviders.platformDefault());
  }

  public Rig(
      Mode mode, TransportConfig config, Clock clock, DnsServerAddressStreamProvider nameServers) {
    loops = Loops.start(1, mode);
    loop = loops.next();
    transport = new NettyTransport(loops, config, clock, new SplittableRandom(1), nameServers);
  }

  /// A call under way.
  public record Running(Thread thread, CompletableFuture<Outcome> outcome) {
    public Outcome await() throws InterruptedException {
      try {
        return outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError(e);
      }
    }
  }

  public WireRequest post(Origin origin, String body) {
    return post(origin, Unpooled.copiedBuffer(body, ISO_8859_1));
  }

  public WireRequest post(Origin origin, ByteBuf body) {
    bodies.add(body);
    Map<String, String> headers = Map.of("content-type", "application/json");
    return new WireRequest(origin, "POST", "/v1/chat/completions", headers, body);
  }

  /// Returns the record of an attempt.
  public static AttemptInfo attempt() {
    return new AttemptInfo("p/m", Call.Trace.NONE, Clock.SYSTEM);
  }

  public Running start(WireRequest request, RecordingSink sink) {
    var outcome = new CompletableFuture<Outcome>();
    Thread thread =
        loop.start(
            "call",
            () -> {
              try {
                outcome.complete(transport.exchange(Rig.attempt(), request, loop, sink));
              } catch (Throwable e) {
                outcome.completeExceptionally(e);
              }
            });
    return new Running(thread, outcome);
  }

  /// Posts `{}` and waits for what becomes of it.
  public Outcome call(Origin origin, RecordingSink sink) throws InterruptedException {
    return start(post(origin, "{}"), sink).await();
  }

  /// Posts `{}`, which must be answered.
  public RecordingSink answered(Origin origin) throws InterruptedException {
    var sink = new RecordingSink();
    assertThat(call(origin, sink)).isEqualTo(new Answered());
    return sink;
  }

  public ConnectionCounts counts() {
    return transport.connections().iterator().next();
  }

  private static ConditionFactory soon() {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  public void awaitIdle(int connections) {
    soon().untilAsserted(() -> assertThat(counts().idle()).isEqualTo(connections));
  }

  public void awaitOpen(int connections) {
    soon().untilAsserted(() -> assertThat(counts().open()).isEqualTo(connections));
  }

  /// Waits until the one connection is idle or closed.
  ///
  /// @return whether it is idle
  boolean awaitIdleOrClosed() {
    return soon().until(this::counts, now -> now.idle() == now.open()).idle() > 0;
  }

  @Override
  public void close() {
    loops.close();
    assertThat(bodies).allSatisfy(body -> assertThat(body.refCnt()).isZero());
    assertThat(transport.connections()).allSatisfy(c -> assertThat(c.open()).isZero());
  }
}
