package dev.sluice.server.config.reader;

import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.LogConfig.Calls;
import dev.sluice.server.config.LogConfig.Level;
import dev.sluice.server.config.UpstreamErrors;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The reader of `log`.
final class LogReader {
  /// The type of the time for which error texts are logged: they may quote prompts, and so are not
  /// to go on for good by an oversight.
  private static final Type<Duration> TIME =
      Types.duration(Duration.ofMinutes(1), Duration.ofHours(24));

  private LogReader() {}

  static LogConfig read(Section in) {
    LogConfig standard = LogConfig.defaults();
    return new LogConfig(
        in.get("calls", Types.oneOf(Calls.class), standard.calls()),
        in.get("level", Types.oneOf(Level.class), standard.level()),
        in.in("upstream_errors", section -> upstreamErrors(in, section)));
  }

  private static UpstreamErrors upstreamErrors(Section log, Section in) {
    List<String> keys = in.list("keys", Types.TEXT);
    Optional<Duration> time = in.get("for", TIME);
    if (log.has("upstream_errors") && keys.isEmpty() && time.isEmpty()) {
      log.fail(
          "upstream_errors",
          "says neither for which keys nor for how long: add keys: [NAME], or for: 10m");
    }
    return new UpstreamErrors(keys, time);
  }
}
