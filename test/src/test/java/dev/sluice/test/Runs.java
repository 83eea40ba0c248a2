package dev.sluice.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs test classes inside a test, as a build does.
final class Runs implements TestExecutionListener {
  private final java.util.Queue<String> passed = new java.util.concurrent.ConcurrentLinkedQueue<>();
  private final java.util.Queue<Throwable> failures =
      new java.util.concurrent.ConcurrentLinkedQueue<>();

  private Runs() {}

  static Runs of(Class<?>... classes) {
    return with(Map.of(), classes);
  }

  /// Runs all tests at the same time.
  static Runs parallel(Class<?>... classes) {
    return with(
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
        classes);
  }

  private static Runs with(Map<String, String> parameters, Class<?>... classes) {
    ClassSelector[] selectors =
        Stream.of(classes).map(type -> selectClass(type)).toArray(ClassSelector[]::new);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectors)
            .configurationParameters(parameters)
            .build();
    Runs runs = new Runs();
    LauncherFactory.create().execute(request, runs);
    return runs;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result.getThrowable().ifPresent(failures::add);
    if (test.isTest() && result.getThrowable().isEmpty()) {
      passed.add(test.getDisplayName());
    }
  }

  List<String> passed() {
    return passed.stream().sorted().toList();
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }
}
