package dev.sluice.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lets `await()` wait for half a minute where a test names no other time: the ten seconds that it
/// waits by itself pass on a machine that runs a browser and a compiler beside the test.
///
/// JUnit finds it by META-INF/services, which pom.xml tells it to look at.
public final class PatientAwaits implements BeforeAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}
