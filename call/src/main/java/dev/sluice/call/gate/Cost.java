package dev.sluice.call.gate;

/// The tokens that a call is expected to take of a target.
///
/// @param input what it reads
/// @param output what it writes
/// @param reserved what is set aside for its output while it runs; at least `output`
public record Cost(double input, double output, double reserved) {

  /// No cost, or no cost that is counted.
  public static final Cost NONE = new Cost(0, 0, 0);

  /// The tokens that it takes in the end.
  public double tokens() {
    return input + output;
  }

  /// The tokens that must be available for it to begin.
  public double held() {
    return input + reserved;
  }
}
