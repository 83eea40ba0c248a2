package dev.sluice.call.gate;

/// The tokens that a call is expected to take of a target.
///
/// @param input the tokens that the model reads
/// @param output the tokens that the model writes
/// @param reserved the tokens that are set aside for the output while the call runs; at least
///   `output`
public record Cost(double input, double output, double reserved) {

  /// No cost: of a call that takes nothing, or whose tokens nobody counts.
  public static final Cost NONE = new Cost(0, 0, 0);

  /// The tokens that the call takes in the end.
  public double tokens() {
    return input + output;
  }

  /// The tokens that must be available for the call to begin.
  public double held() {
    return input + reserved;
  }
}
