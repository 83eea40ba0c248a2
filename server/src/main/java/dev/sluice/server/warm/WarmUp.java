package dev.sluice.server.warm;

import dev.sluice.GatewayConfig;
import dev.sluice.Policy;
import dev.sluice.RouteConfig;
import dev.sluice.call.Clock;
import dev.sluice.provider.ProviderConfig;
import dev.sluice.provider.ProviderType;
import dev.sluice.retry.RetryConfig;
import dev.sluice.route.TargetConfig;
import dev.sluice.server.AdminConfig;
import dev.sluice.server.CannotListen;
import dev.sluice.server.ServerConfig;
import dev.sluice.server.Serving;
import dev.sluice.server.SluiceConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs calls through a gateway that is thrown away, so that the one which serves finds its classes
/// loaded and compiled.
public final class WarmUp {
  private static final int CALLERS = 4;

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
  /// @param atMost how long calls are made, give or take one
  /// @param calls how many calls are enough
  /// @return how many calls were made; fewer than `calls` when the time was up, or when this
  ///   machine does not even let us listen on a loopback address
  /// @throws InterruptedException if interrupted; everything is given back then too
  public static int run(Duration atMost, int calls) throws InterruptedException {
    WarmUp warmUp = new WarmUp(Clock.SYSTEM, atMost, calls);
    try (StandIn standIn = StandIn.start()) {
      warmUp.rehearse(Serving.start(config(standIn), OutputStream.nullOutputStream()));
    } catch (IOException | CannotListen _) {
      // A cold start is slower, and no reason not to start.
    }
    return Math.min(warmUp.made.get(), calls);
  }

  private void rehearse(Serving serving) throws InterruptedException {
    List<Thread> callers = new ArrayList<>();
    until = clock.nanos() + atMost.toNanos();
    try {
      for (int i = 0; i < CALLERS; i++) {
        Rehearsal rehearsal = new Rehearsal(serving.address(), this::goOn);
        callers.add(Thread.ofPlatform().daemon().name("warm-up-caller-" + i).start(rehearsal::run));
      }
      for (Thread caller : callers) {
        caller.join();
      }
    } finally {
      stopped = true;
      serving.drainAndClose();
    }
  }

  private boolean goOn() {
    return !stopped && clock.nanos() < until && made.incrementAndGet() <= enough;
  }

  private static SluiceConfig config(StandIn standIn) {
    ServerConfig d = ServerConfig.defaults();
    ServerConfig server =
        new ServerConfig(
            anyPort(),
            List.of(),
            d.maxBody(),
            d.bodies(),
            d.headerTimeout(),
            d.bodyTimeout(),
            Duration.ofSeconds(1));
    return new SluiceConfig(server, new AdminConfig(anyPort(), Optional.empty()), gateway(standIn));
  }

  /// A provider and a route for each kind of answer.
  private static GatewayConfig gateway(StandIn standIn) {
    return new GatewayConfig(
        Arrays.stream(Answer.values()).map(answer -> provider(answer, standIn)).toList(),
        Arrays.stream(Answer.values()).map(WarmUp::route).toList(),
        false);
  }

  private static ProviderConfig provider(Answer answer, StandIn standIn) {
    return new ProviderConfig(
        answer.path(), ProviderType.COMPATIBLE, standIn.url(answer), List.of(), true);
  }

  private static RouteConfig route(Answer answer) {
    return new RouteConfig(
        answer.path(),
        List.of(answer.path()),
        List.of(new TargetConfig(answer.path(), Optional.empty(), 1, false)),
        answer == Answer.ERROR
            ? Policy.defaults().with(RetryConfig.off()).with(Optional.empty())
            : Policy.defaults());
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }
}
