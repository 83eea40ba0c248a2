package dev.sluice.internal.quota;

import dev.sluice.config.quota.Dimension;

/// Charge of a call in a quota: an estimate, or what it was charged.
///
/// @param requests how many requests are charged
/// @param input tokens
/// @param output tokens
/// @param room tokens that must be there beside the input before the call begins, and that it is
///   not charged for
record Charge(long requests, long input, long output, long room) {
  static final Charge NONE = new Charge(0, 0, 0);

  Charge(long requests, long input, long output) {
    this(requests, input, output, 0);
  }

  /// Returns the charge of so many equal calls.
  Charge times(int calls) {
    return new Charge(calls * requests, calls * input, calls * output, room);
  }

  /// Returns the part of one dimension, in its unit.
  double of(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> requests;
      case TOKENS -> (double) input + output;
      case INPUT -> input;
      case OUTPUT -> output;
    };
  }

  /// Returns how much of one dimension must be there before the call begins.
  double needed(Dimension dimension) {
    return of(dimension) + (dimension.countsInput() ? room : 0);
  }
}
