package dev.sluice.call.gate;

/// What a call is expected to take of a target, in tokens.
///
/// @param input what it reads
/// @param output what it writes
/// @param reserved what is set aside for its output while it runs; at least `output`
public record Cost(double input, double output, double reserved) {

  /// Nothing, or nothing that anybody counts.
  public static final Cost NONE = new Cost(0, 0, 0);

  /// What it takes in the end.
  public double tokens() {
    return input + output;
  }

  /// What must be there for it to begin.
  public double held() {
    return input + reserved;
  }
}
