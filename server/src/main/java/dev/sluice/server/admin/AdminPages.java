package dev.sluice.server.admin;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The pages of the admin listener. Safe for any thread.
///
/// @param ready whether new calls are welcome
/// @param metrics all metrics in Prometheus' text format; may take a while
public record AdminPages(BooleanSupplier ready, Supplier<String> metrics) {
  private static final String TEXT = "text/plain; charset=utf-8";

  /// One page.
  record Page(int status, String contentType, String text) {}

  /// The page at `path`, if there is one.
  Optional<Supplier<Page>> at(String path) {
    return switch (path) {
      case "/livez" -> Optional.of(() -> new Page(200, TEXT, "alive\n"));
      case "/readyz" -> Optional.of(this::readiness);
      case "/metrics" ->
          Optional.of(
              () -> new Page(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
      default -> Optional.empty();
    };
  }

  private Page readiness() {
    return ready.getAsBoolean()
        ? new Page(200, TEXT, "ready\n")
        : new Page(503, TEXT, "draining\n");
  }
}
