package dev.sluice.call.gate;

/// The sum of the calls that go before another one: the number of calls, and the tokens that they
/// are expected to take of a target.
///
/// @param calls how many they are
/// @param input tokens that the models read
/// @param output tokens that the models write
public record QueuedDemand(double calls, double input, double output) {

  /// The demand of no calls.
  public static final QueuedDemand NOBODY = new QueuedDemand(0, 0, 0);
}
