package dev.sluice.server.config;

/// What the process logs.
///
/// @param calls how the call log on stdout is written
/// @param level the least that is said on stderr
public record LogConfig(Calls calls, Level level) {

  /// The form of the call log.
  public enum Calls {
    /// A JSON object a line.
    JSON,
    /// The same for people: `name=value`.
    TEXT,
    /// There is none.
    OFF
  }

  /// How much something matters to an operator.
  public enum Level {
    DEBUG,
    /// It is good to know: a circuit closes, a key is used again, a limit is learned.
    INFO,
    /// Something is wrong, and may need a hand.
    WARN,
    /// A bug.
    ERROR
  }

  /// JSON, and everything from INFO on.
  public static LogConfig defaults() {
    return new LogConfig(Calls.JSON, Level.INFO);
  }
}
