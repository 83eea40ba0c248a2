package dev.sluice.config.quota;

/// The bound on the attempts that a target may have at a time.
public sealed interface Concurrency {

  /// No bound: as many attempts as come.
  record Unbounded() implements Concurrency {}

  /// A fixed number of attempts.
  record Fixed(int limit) implements Concurrency {
    public Fixed {
      if (limit < 1) {
        throw new IllegalArgumentException("concurrency is " + limit + "; it must be at least 1");
      }
    }
  }

  /// As many attempts as the target can serve without its first tokens getting late: for servers
  /// that slow down before they refuse.
  record Adaptive() implements Concurrency {}
}
