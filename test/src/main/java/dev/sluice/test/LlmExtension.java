package dev.sluice.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A provider for the tests of a class in JUnit.
///
/// ```java
/// @RegisterExtension static final LlmExtension llm = LlmExtension.create();
/// ```
///
/// In a static field it listens on one port for all tests of the class, one after the other: each
/// begins with what the class has scripted in `@BeforeAll`, and nothing else. In an instance field
/// each test has a provider of its own, and tests may run in parallel. After a test its answers are
/// ended, and calls that had no answer fail it; after the last one nothing is open.
public final class LlmExtension extends LlmProvider
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final Object lock = new Object();

  /// How many classes and tests have it.
  @GuardedBy("lock")
  private int users;

  /// The test that runs.
  @GuardedBy("lock")
  private @Nullable String running;

  private LlmExtension(int port) {
    super(port);
  }

  /// Makes a provider on a port that is free.
  public static LlmExtension create() {
    return create(0);
  }

  /// Makes a provider.
  ///
  /// @param port to listen on; 0 for any that is free
  public static LlmExtension create(int port) {
    return new LlmExtension(port);
  }

  @Override
  public LlmExtension lenient() {
    super.lenient();
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    enter();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    String other = start(context.getUniqueId());
    if (other != null) {
      throw new ExtensionConfigurationException(
          "LlmExtension is used by two tests at the same time, "
              + context.getUniqueId()
              + " and "
              + other
              + ": make its field an instance field, or add @Execution(ExecutionMode.SAME_THREAD)"
              + " to the class");
    }
    try {
      enter();
    } catch (IllegalStateException noPort) {
      stop();
      throw noPort;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!isRunning(context.getUniqueId())) {
      return;
    }
    try {
      verify();
    } finally {
      try {
        leave();
      } finally {
        stop();
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    leave();
  }

  /// Returns the test that runs already; null if there is none, and this one runs from now on.
  private @Nullable String start(String test) {
    synchronized (lock) {
      if (running != null) {
        return running;
      }
      running = test;
      return null;
    }
  }

  private boolean isRunning(String test) {
    synchronized (lock) {
      return test.equals(running);
    }
  }

  private void stop() {
    synchronized (lock) {
      running = null;
    }
  }

  private void enter() {
    server();
    begin();
    synchronized (lock) {
      users++;
    }
  }

  private void leave() {
    try {
      end();
    } finally {
      if (isLast()) {
        shut();
      }
    }
  }

  private boolean isLast() {
    synchronized (lock) {
      users--;
      return users == 0;
    }
  }
}
