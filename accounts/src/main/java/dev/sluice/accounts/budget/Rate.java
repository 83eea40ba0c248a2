package dev.sluice.accounts.budget;

/// A limit a minute, of calls or tokens. Safe for any thread but a loop.
interface Rate {

  /// Whether so many can ever be taken at once.
  boolean holds(long count);

  /// Takes `count` at once, if they are there.
  ///
  /// @return 0 if they were taken; else nanoseconds until they may be, if nothing else is
  long take(long count, long now);

  /// Corrects what was taken: it was more than that by `more`, or less if that is negative.
  void correct(long more);
}
