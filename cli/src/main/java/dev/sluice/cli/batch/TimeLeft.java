package dev.sluice.cli.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// How long a batch will still take: what the providers' limits allow, where the API knows them;
/// else, or where they allow the rest at once, by the pace of the last minute. Where the pace is
/// far below what the limits allow, something else is the bound, such as calls of others or a
/// provider that is slow, and both are said.
///
/// Times are in nanoseconds of a clock that only goes forward. For one thread.
final class TimeLeft {
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();
  private static final long LEAST = Duration.ofSeconds(5).toNanos();

  /// A pace counts beside the limits once it was seen for so long.
  private static final long SURE = Duration.ofSeconds(30).toNanos();

  private static final long FAR_S = 10;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long at, long done) {}

  /// Takes what the API says, and tells how long the rest will take, in words; empty where nobody
  /// knows.
  String look(BatchStatus batch, long now) {
    if (!batch.isRunning() || !batch.paused().isEmpty()) {
      samples.clear();
      return "";
    }
    samples.add(new Sample(now, batch.done()));
    while (now - samples.element().at() > WINDOW) {
      samples.remove();
    }
    OptionalLong byPace = byPace(batch.total() - batch.done());
    long byLimits = batch.remaining().orElse(0);
    if (byLimits == 0) {
      return byPace.isEmpty()
          ? ""
          : "about %s left by the pace".formatted(words(byPace.getAsLong()));
    }
    boolean slow =
        byPace.isPresent() && span() >= SURE && byPace.getAsLong() > 2 * byLimits + FAR_S;
    return slow
        ? "about %s left, limits allow %s".formatted(words(byPace.getAsLong()), words(byLimits))
        : "%s left by the limits".formatted(words(byLimits));
  }

  private long span() {
    return samples.getLast().at() - samples.element().at();
  }

  private OptionalLong byPace(long left) {
    long done = samples.getLast().done() - samples.element().done();
    return span() < LEAST || done <= 0
        ? OptionalLong.empty()
        : OptionalLong.of(
            Math.round((double) left / done * TimeUnit.NANOSECONDS.toMillis(span()) / 1_000));
  }

  /// Seconds in the two largest units.
  static String words(long seconds) {
    Duration time = Duration.ofSeconds(Math.max(0, seconds));
    if (time.toDays() > 0) {
      return "%dd %dh".formatted(time.toDays(), time.toHoursPart());
    }
    if (time.toHours() > 0) {
      return "%dh %dm".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? "%dm %ds".formatted(time.toMinutes(), time.toSecondsPart())
        : "%ds".formatted(time.toSeconds());
  }
}
