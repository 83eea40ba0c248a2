package dev.sluice.server.config;

/// What the process logs.
///
/// @param calls how the call log on stdout is written
/// @param level the least that is said on stderr
/// @param upstreamErrors of which calls the call log has the provider's own error text
public record LogConfig(Calls calls, Level level, UpstreamErrors upstreamErrors) {

  /// A log without a provider's words.
  public LogConfig(Calls calls, Level level) {
    this(calls, level, UpstreamErrors.NONE);
  }

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
