package dev.sluice.server.config;

import dev.sluice.Policy;
import dev.sluice.timeout.TimeoutConfig;

/// Reads how calls are treated: `defaults`, and the same keys of a route.
final class PolicyReader {
  private PolicyReader() {}

  /// @param otherwise what holds where `in` says nothing
  static Policy read(Section in, Policy otherwise) {
    TimeoutConfig timeout = in.in("timeout", t -> TimeoutReader.read(t, otherwise.timeout()));
    return otherwise.with(timeout).with(BreakerReader.read(in, otherwise.breaker()));
  }
}
