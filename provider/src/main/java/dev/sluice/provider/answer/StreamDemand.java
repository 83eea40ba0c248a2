package dev.sluice.provider.answer;

/// The evidence that a stream must show to say no less than the provider's whole answer.
///
/// @param choices the number of choices that must have ended, each with a reason; 0 in a dialect
///   without choices
/// @param usage whether the stream must report usage
public record StreamDemand(long choices, boolean usage) {

  /// This demand, for a stream that has left out the choices beyond the first.
  public StreamDemand ofOneChoice() {
    return new StreamDemand(Math.min(1, choices), usage);
  }

  /// Whether a stream that has ended has shown the evidence demanded.
  public boolean metBy(StreamEvidence shown) {
    return shown.whole(choices, usage);
  }
}
