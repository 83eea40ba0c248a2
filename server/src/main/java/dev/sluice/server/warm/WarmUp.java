package dev.sluice.server.warm;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.ServerConfig.Drain;
import dev.sluice.server.config.SluiceConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A warm-up that runs calls through a gateway that is thrown away, so that the one which serves
/// finds its classes loaded and compiled.
public final class WarmUp {
  private static final int CALLERS = 4;
  private static final RetryConfig ONE_REPEAT = new RetryConfig(2, 1);

  private final Clock clock;
  private final Duration atMost;
  private final int enough;
  private final AtomicInteger made = new AtomicInteger();
  private volatile long until;
  private volatile boolean stopped;

  private WarmUp(Clock clock, Duration atMost, int calls) {
    this.clock = clock;
    this.atMost = atMost;
    this.enough = calls;
  }

  /// Warms up; returns when that has been enough. Blocks the calling thread, not a loop.
  ///
  /// @param atMost how long calls are begun
  /// @param calls how many calls are enough
  /// @return how many calls were made; fewer than `calls` when the time was up, or when this
  ///   machine does not even allow a listener on a loopback address
  /// @throws InterruptedException if interrupted; everything is given back then too
  public static int run(Duration atMost, int calls) throws InterruptedException {
    WarmUp warmUp = new WarmUp(Clock.SYSTEM, atMost, calls);
    try (FakeProvider provider = FakeProvider.start()) {
      warmUp.rehearse(GatewayProcess.start(config(provider), ProcessOptions.defaults()));
    } catch (IOException | CannotListen _) {
      // A cold start is slower, and no reason not to start.
    }
    return Math.min(warmUp.made.get(), calls);
  }

  private void rehearse(GatewayProcess gateway) throws InterruptedException {
    List<Thread> callers = new ArrayList<>();
    until = clock.nanos() + atMost.toNanos();
    try {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(start(WarmUpCaller.ofUsual(gateway.address(), this::goOn)));
      }
      if (!atMost.isZero()) {
        callers.add(start(WarmUpCaller.ofOthers(gateway.address(), this::isInTime)));
      }
      for (Thread caller : callers) {
        caller.join();
      }
    } finally {
      stopped = true;
      gateway.drainAndClose();
    }
  }

  private static Thread start(WarmUpCaller rehearsal) {
    return Thread.ofPlatform().daemon().name("warm-up-caller").start(rehearsal::run);
  }

  private boolean goOn() {
    return isInTime() && made.incrementAndGet() <= enough;
  }

  private boolean isInTime() {
    return !stopped && clock.nanos() < until;
  }

  private static SluiceConfig config(FakeProvider provider) {
    ServerConfig server =
        ServerConfig.defaults().at(anyPort()).stopping(Drain.of(Duration.ofSeconds(1)));
    return new SluiceConfig(
        server, new AdminConfig(anyPort(), Optional.empty()), gateway(provider));
  }

  /// A provider and a route for each kind of answer.
  private static GatewayConfig gateway(FakeProvider provider) {
    return new GatewayConfig(
        Arrays.stream(CannedAnswer.values()).map(answer -> provider(answer, provider)).toList(),
        Arrays.stream(CannedAnswer.values()).map(WarmUp::route).toList(),
        false);
  }

  private static ProviderConfig provider(CannedAnswer answer, FakeProvider provider) {
    return new ProviderConfig(
        answer.path(), ProviderType.COMPATIBLE, provider.url(answer), List.of(), true);
  }

  private static RouteConfig route(CannedAnswer answer) {
    return new RouteConfig(
        answer.path(),
        List.of(answer.path()),
        List.of(new TargetConfig(answer.path(), Optional.empty(), 1, 0)),
        policy(answer));
  }

  /// A failing request is repeated once: a longer wait would take time from the other calls.
  private static RoutePolicy policy(CannedAnswer answer) {
    return switch (answer) {
      case WHOLE, STREAM -> RoutePolicy.defaults();
      case ERROR -> RoutePolicy.defaults().with(RetryConfig.off()).with(Optional.empty());
      case NONE -> RoutePolicy.defaults().with(ONE_REPEAT).with(Optional.empty());
    };
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }
}
