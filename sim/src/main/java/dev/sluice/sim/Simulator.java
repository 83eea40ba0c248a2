package dev.sluice.sim;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.credential.Issued;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import dev.sluice.sim.wire.ReplyTimer;
import dev.sluice.sim.wire.WireServer;

/// A running simulated provider, on the loopback address. Safe for any number of threads.
///
/// ```java
/// try (Simulator simulator = Simulator.start(Scenario.standard(), 0)) {
///   call(simulator.url());
/// }
/// ```
public final class Simulator implements AutoCloseable {
  private final Scenario scenario;
  private final Provider provider;
  private final WireServer server;

  private Simulator(Scenario scenario, int port, Clock clock) {
    this.scenario = scenario;
    this.provider =
        new Provider(scenario, clock, Thread.ofPlatform().daemon().name("sim-batch")::start);
    this.server = WireServer.start(provider, ReplyTimer.of(Clock.SYSTEM), scenario.loops(), port);
    plan(scenario);
  }

  /// Starts a simulator.
  ///
  /// @param port to listen on; 0 for any that is free
  /// @throws IllegalStateException if it cannot listen there
  public static Simulator start(Scenario scenario, int port) {
    return start(scenario, port, Clock.SYSTEM);
  }

  /// Starts a simulator for a test.
  ///
  /// @param clock of limits and of the windows of faults; answers keep the real pace
  /// @throws IllegalStateException if it cannot listen there
  public static Simulator start(Scenario scenario, int port, Clock clock) {
    return new Simulator(scenario, port, clock);
  }

  public int port() {
    return server.port();
  }

  /// Returns the base address for clients: `http://127.0.0.1:PORT/v1`.
  public String url() {
    return "http://" + WireServer.HOST + ":" + port() + "/v1";
  }

  public Scenario scenario() {
    return scenario;
  }

  /// The requests that it has received so far.
  public Recorded recorded() {
    return provider.recorded();
  }

  /// The credentials that it has given so far.
  ///
  /// @throws IllegalStateException if its scenario has none
  public Issued issued() {
    return provider.issued();
  }

  /// Makes the operating system refuse connections from now on; open ones are reset.
  public void goDown() {
    server.goDown();
  }

  /// Listens again, on the same port.
  ///
  /// @throws IllegalStateException if another process has taken it
  public void comeBack() {
    server.comeBack();
  }

  /// Ends every connection and every loop, and returns when they have ended.
  @Override
  public void close() {
    server.close();
    provider.stop();
  }

  private void plan(Scenario scenario) {
    TimeWindow outage = scenario.outage();
    if (outage != null) {
      // Binding and closing block: not on a loop.
      server.schedule(this::goDown, outage.from().toNanos());
      server.schedule(this::comeBack, outage.to().toNanos());
    }
  }
}
