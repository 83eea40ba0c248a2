package dev.sluice.spring;

import dev.sluice.Gateway;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/// The gateway's part in the shutdown of its application: calls that run may finish. It stops after
/// the web server, which has let its requests finish before, and after everything else that has a
/// phase above [#PHASE]; the gateway itself is closed with the other beans.
///
/// A context that is paused or stopped, and not closed, may start again. A gateway does not once it
/// drains, so it serves on meanwhile.
public final class GatewayLifecycle implements SmartLifecycle, ApplicationContextAware {
  /// Below that of the web server, which stops requests at `DEFAULT_PHASE - 1024` and itself at
  /// `DEFAULT_PHASE - 2048`.
  public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

  private final Gateway gateway;
  private final Duration limit;
  private volatile @Nullable ApplicationContext context;
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
  public void setApplicationContext(ApplicationContext context) {
    this.context = context;
  }

  @Override
  public void start() {
    running = true;
  }

  /// Lets the calls end if the context is being closed; does nothing otherwise.
  @Override
  public void stop() {
    if (!isClosing()) {
      return;
    }
    running = false;
    try {
      gateway.drain(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Without a context this is a part of nothing that could start again.
  private boolean isClosing() {
    return !(context instanceof ConfigurableApplicationContext own) || own.isClosed();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// A pause of the context, as between the classes of a test, leaves the gateway alone.
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
