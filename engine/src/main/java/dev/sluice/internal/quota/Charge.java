package dev.sluice.internal.quota;

import dev.sluice.config.quota.Dimension;

/// Charge of a call in a quota: an estimate, or what it was charged.
///
/// @param requests how many requests are charged
/// @param input tokens
/// @param output tokens
public record Charge(long requests, long input, long output) {

  /// Returns the charge of so many equal calls.
  Charge times(int calls) {
    return new Charge(calls * requests, calls * input, calls * output);
  }

  /// Returns the part of one dimension, in its unit.
  public double of(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> requests;
      case TOKENS -> (double) input + output;
      case INPUT -> input;
      case OUTPUT -> output;
    };
  }
}
