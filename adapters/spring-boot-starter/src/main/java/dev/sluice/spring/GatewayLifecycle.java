package dev.sluice.spring;

import dev.sluice.Gateway;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/// The gateway's part in the shutdown of its application: calls that run may finish. It stops after
/// the web server, which has let its requests finish before, and after everything else that has a
/// phase above [#PHASE]; the gateway itself is closed with the other beans.
public final class GatewayLifecycle implements SmartLifecycle {
  /// Below that of the web server, which stops requests at `DEFAULT_PHASE - 1024` and itself at
  /// `DEFAULT_PHASE - 2048`.
  public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

  private final Gateway gateway;
  private final Duration limit;
  private volatile boolean running;

  /// Makes the part of `gateway`.
  ///
  /// @param shutdown how long the application waits for one phase of its shutdown; calls are ended
  ///   a tenth of it earlier, so that their ends are seen
  public GatewayLifecycle(Gateway gateway, Duration shutdown) {
    this.gateway = gateway;
    this.limit = shutdown.multipliedBy(9).dividedBy(10);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      gateway.drain(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
