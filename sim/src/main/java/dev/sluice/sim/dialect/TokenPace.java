package dev.sluice.sim.dialect;

/// How fast an answer comes, and a count of what has come. Confined to the call's loop.
public interface TokenPace {

  /// Returns the nanoseconds to the first token.
  long first();

  /// Returns the nanoseconds from one token to the next.
  long next();

  /// Nanoseconds from the request to the last of so many tokens.
  long total(int tokens);

  /// Notes that so many tokens have been made.
  void produced(int tokens);
}
