package dev.sluice.server;

import dev.sluice.testing.Leaks;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Watches buffers while a class of tests runs, and asks after it; JUnit finds it by itself.
public final class LeaksOfEachClass implements BeforeAllCallback, AfterAllCallback {
  /// As JUnit calls it.
  public LeaksOfEachClass() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    Leaks.watch();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Leaks.assertNone();
  }
}
