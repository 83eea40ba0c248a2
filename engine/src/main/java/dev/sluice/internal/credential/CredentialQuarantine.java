package dev.sluice.internal.credential;

import dev.sluice.call.gate.Gate.Closed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a credential is set aside, for one model or for all; the state machine that package-info
/// draws.
final class CredentialQuarantine {
  /// Why it is; null while it is good.
  private @Nullable Refusal why;

  private long since;

  /// When it was last refused, or its last probe went.
  private long asked;

  /// How often it was refused since it was good.
  private int refusals;

  /// Whether the last probe has not reported.
  private boolean untold;

  boolean isActive() {
    return why != null;
  }

  /// Whether it is set aside for an answer of this status.
  boolean isFor(int status) {
    return why != null && why.status() == status;
  }

  /// Why a call may not go with it now, and until when.
  Optional<Closed> closed(ProbeWait wait, long now) {
    if (why == null) {
      return Optional.empty();
    }
    long due = untold ? asked : asked + wait.after(refusals);
    return now - due >= 0 ? Optional.empty() : Optional.of(new Closed(why.told(), due));
  }

  /// A call goes with it: if it is set aside, as its probe.
  ///
  /// @return whether it is a probe
  boolean enter(long now) {
    if (isActive()) {
      asked = now;
      untold = false;
    }
    return isActive();
  }

  /// The credential was refused. Attempts that were under way when it was refused first say nothing
  /// new: only a probe makes the next wait longer.
  ///
  /// @param probe whether the attempt was its probe
  /// @return whether it was good until now
  boolean refused(Refusal because, boolean probe, long now) {
    boolean wasGood = why == null;
    if (wasGood) {
      since = now;
      refusals = 0;
    }
    why = because;
    if (wasGood || probe) {
      asked = now;
      untold = false;
      refusals++;
    }
    return wasGood;
  }

  /// It was accepted, for an attempt that began at `begun`; one from before it was set aside, such
  /// as a long stream, shows nothing.
  ///
  /// @return whether it was set aside until now
  boolean accepted(long begun) {
    return isActive() && begun - since >= 0 && lift();
  }

  /// It is set aside no longer.
  ///
  /// @return whether it was until now
  boolean lift() {
    boolean was = isActive();
    why = null;
    return was;
  }

  /// A probe has not reported; the next call may be one.
  void untold() {
    untold = true;
  }
}
