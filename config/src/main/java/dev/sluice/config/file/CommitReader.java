package dev.sluice.config.file;

import dev.sluice.config.policy.RoutePolicy.CommitConfig;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.time.Duration;
import java.util.Optional;

/// The reader of when a streamed answer begins to reach its client.
final class CommitReader {
  private static final Type<Duration> TIME =
      Types.duration(Duration.ofMillis(100), Duration.ofMinutes(10));

  private static final Type<Optional<Duration>> HOLD =
      text ->
          switch (text) {
            case "first_event" -> Optional.of(Duration.ZERO);
            case "complete" -> Optional.empty();
            default -> Optional.of(time(text));
          };

  private static final Type<Long> MOST = Types.size(1024, CommitConfig.MAX);

  private CommitReader() {}

  /// Reads `commit`. Keys that `in` leaves out are as in `otherwise`.
  static CommitConfig read(Section in, CommitConfig otherwise) {
    Optional<Duration> hold = in.get("commit", HOLD, otherwise.hold());
    long most = in.get("commit_max", MOST, (long) otherwise.max());
    return new CommitConfig(hold, (int) most);
  }

  private static Duration time(String text) throws ConfigProblem {
    try {
      return TIME.read(text);
    } catch (ConfigProblem e) {
      throw new ConfigProblem("must be first_event, complete, or a duration from 100ms to 10m");
    }
  }
}
