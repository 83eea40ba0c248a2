package dev.sluice.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The calls whose lines in the call log have the provider's own error text, which may quote a
/// prompt.
///
/// @param keys the names of inbound keys, or ids of those of a store; empty for all calls
/// @param time for how long from the start or the reload that asks for it; empty for until the next
///   one that does not
public record UpstreamErrors(List<String> keys, Optional<Duration> time) {
  /// The choice of no call.
  public static final UpstreamErrors NONE = new UpstreamErrors(List.of(), Optional.empty());

  public UpstreamErrors {
    keys = List.copyOf(keys);
  }

  /// Whether no call is chosen: the texts of all calls are logged for a limited time alone.
  public boolean isOff() {
    return keys.isEmpty() && time.isEmpty();
  }
}
