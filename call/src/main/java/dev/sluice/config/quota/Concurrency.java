package dev.sluice.config.quota;

/// How many attempts a target may have at a time.
public sealed interface Concurrency {

  /// As many as come.
  record Unbounded() implements Concurrency {}

  /// So many.
  record Fixed(int limit) implements Concurrency {
    public Fixed {
      if (limit < 1) {
        throw new IllegalArgumentException("concurrency is " + limit + "; it must be at least 1");
      }
    }
  }

  /// As many as it can serve without its first tokens getting late: for servers that slow down
  /// before they refuse.
  record Adaptive() implements Concurrency {}
}
