package dev.sluice.server.config;

/// The configuration of the logs.
///
/// @param calls how the call log on stdout is written
/// @param level the least that is said on stderr
/// @param upstreamErrors of which calls the call log has the provider's own error text
public record LogConfig(Calls calls, Level level, UpstreamErrors upstreamErrors) {

  /// Makes a configuration that logs none of the providers' error texts.
  public LogConfig(Calls calls, Level level) {
    this(calls, level, UpstreamErrors.NONE);
  }

  /// The form of the call log.
  public enum Calls {
    /// A JSON object a line.
    JSON,
    /// A line of `name=value` pairs a call, for people.
    TEXT,
    /// No call log.
    OFF
  }

  /// The importance of a notice to an operator.
  public enum Level {
    DEBUG,
    /// An event that is good to know: a circuit closes, a key is used again, a limit is learned.
    INFO,
    /// Something is wrong, and may need a hand.
    WARN,
    /// A bug of the program.
    ERROR
  }

  /// The default: a call log in JSON, and notices from INFO on.
  public static LogConfig defaults() {
    return new LogConfig(Calls.JSON, Level.INFO);
  }
}
