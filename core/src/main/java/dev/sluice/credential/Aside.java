package dev.sluice.credential;

import dev.sluice.call.Failed;
import dev.sluice.call.Gate.Closed;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a credential is set aside; the state machine that package-info draws.
final class Aside {
  private static final long PROBE_NANOS = Duration.ofMinutes(5).toNanos();

  /// Why it is; null while it is good.
  private @Nullable Failed why;

  private long since;
  private long probe;

  Optional<Closed> closed(long now) {
    return why == null || now - probe >= 0 ? Optional.empty() : Optional.of(new Closed(why, probe));
  }

  /// A call goes with it: if it is set aside, as its probe.
  ///
  /// @return whether it is a probe
  boolean enter(long now) {
    boolean probing = why != null;
    if (probing) {
      probe = now + PROBE_NANOS;
    }
    return probing;
  }

  /// The credential was refused.
  void refused(Failed because, long now) {
    why = because;
    since = now;
    probe = now + PROBE_NANOS;
  }

  /// It was accepted, for an attempt that began at `begun`; one from before it was refused, such as
  /// a long stream, tells nothing.
  void accepted(long begun) {
    if (begun - since >= 0) {
      why = null;
    }
  }

  /// A probe has told nothing; the next call may be one.
  void untold(long now) {
    probe = now;
  }
}
