package dev.sluice.provider.openai;

import dev.sluice.provider.answer.StreamEvidence;

/// The evidence that a stream must show to say no less than the provider's whole answer.
///
/// @param choices how many choices must have ended, each with a reason; 0 in a dialect without
///   choices
/// @param usage whether it must report usage
public record StreamDemand(long choices, boolean usage) {

  /// The same of a stream that has left out the choices beyond the first.
  public StreamDemand ofOneChoice() {
    return new StreamDemand(Math.min(1, choices), usage);
  }

  /// Whether a stream that has ended has shown that.
  public boolean metBy(StreamEvidence shown) {
    return shown.whole(choices, usage);
  }
}
