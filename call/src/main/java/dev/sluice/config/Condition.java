package dev.sluice.config;

import dev.sluice.call.Call;
import java.util.Set;

/// A condition that a route, a target of one or limits put to calls: `when` in the configuration
/// file. Two conditions of the same text are equal. Asked on any thread; waits for nothing and
/// throws nothing.
public interface Condition {
  /// The condition as it is written.
  String text();

  /// The headers of requests that the condition asks for, in lower case.
  Set<String> headers();

  /// Puts the condition to a call whose origin says when it came.
  Answer of(Call call);

  /// What a condition says of a call.
  enum Answer {
    HOLDS,
    FAILS,
    /// It cannot be said, since what the condition asks for is not there or is of another type; the
    /// condition counts as one that fails.
    UNKNOWN
  }
}
