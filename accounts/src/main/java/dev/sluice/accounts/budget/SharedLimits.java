package dev.sluice.accounts.budget;

/// The limits of keys where several processes keep to them together. Safe for any thread but a
/// loop: a call's thread may wait some milliseconds for the others.
public interface SharedLimits {

  /// What a limit a minute counts.
  enum Kind {
    CALLS,
    TOKENS
  }

  /// Takes `count` at once, if they are there.
  ///
  /// @param key the key's id
  /// @return 0 if they were taken; else nanoseconds until they may be, if nothing else is
  long take(String key, Kind kind, long perMinute, long count, long now);

  /// Corrects what was taken: it was more than that by `more`, or less if that is negative.
  void correct(String key, Kind kind, long more);

  /// Lets one more call in.
  ///
  /// @param most how many there may be at a time in all processes
  /// @return whether it may go
  boolean enter(String key, long most, long now);

  /// Notes that a call which was let in has ended.
  void left(String key);
}
