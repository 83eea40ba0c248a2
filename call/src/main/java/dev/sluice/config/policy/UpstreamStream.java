package dev.sluice.config.policy;

import java.util.Locale;

/// Whether a provider is asked to stream an answer that the client wants whole, so that its first
/// token and its silences can be seen, and to report the usage of a stream for which the client
/// wants none.
public enum UpstreamStream {
  /// Streams an answer that may be long, if the provider's streams are known to hold the same
  /// members as its whole answers: at the vendor's own host.
  AUTO,
  /// Wherever the operation has a stream, whatever it may lack.
  ALWAYS,
  /// Never; requests pass as they are.
  NEVER;

  /// Its name in configuration.
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
