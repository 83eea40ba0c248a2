package dev.sluice.config.policy;

import java.util.Locale;

/// The rule by which a provider is asked to stream an answer that the client wants whole, so that
/// its first token and its silences can be seen, and to report the usage of a stream for which the
/// client wants none.
public enum UpstreamStream {
  /// An answer that may be long is streamed, if the provider's streams are known to hold the same
  /// members as its whole answers: at the vendor's own host.
  AUTO,
  /// Every answer is streamed whose operation has a stream, whatever that may lack.
  ALWAYS,
  /// No answer is streamed for the gateway; requests pass as they are.
  NEVER;

  /// The name of the rule in configuration.
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
