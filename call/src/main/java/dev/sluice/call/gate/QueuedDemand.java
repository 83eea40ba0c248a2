package dev.sluice.call.gate;

/// The calls that go before another one, taken together: the tokens that they are expected to take
/// of a target.
///
/// @param calls how many they are
/// @param input tokens that they read
/// @param output tokens that they write
/// @param reserved tokens set aside for their output while they run
public record QueuedDemand(double calls, double input, double output, double reserved) {

  /// No calls.
  public static final QueuedDemand NOBODY = new QueuedDemand(0, 0, 0, 0);
}
