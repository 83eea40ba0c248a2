package dev.sluice.hedge;

import dev.sluice.call.Call;
import java.time.Duration;
import java.util.Optional;

/// Knows when a first token is late.
@FunctionalInterface
public interface HedgeDelay {

  /// How long after the beginning of an attempt at `target` its first token is late: later than
  /// 97.5 of 100 are; empty while that is not known. For loops: must not block.
  Optional<Duration> of(Call call, String target);
}
