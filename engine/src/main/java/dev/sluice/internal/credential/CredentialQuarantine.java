package dev.sluice.internal.credential;

import dev.sluice.call.gate.Gate.Closed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// State machine of a credential that may be set aside, for one model or for all, as package-info
/// draws it.
final class CredentialQuarantine {
  /// Why the credential is set aside; null while it is good.
  private @Nullable CredentialRefusal why;

  private long since;

  /// When the credential was last refused, or its last probe went.
  private long asked;

  /// How often the credential was refused since it was good.
  private int refusals;

  /// Whether the last probe has ended without a report.
  private boolean untold;

  boolean isActive() {
    return why != null;
  }

  /// Whether the credential is set aside for an answer of this status.
  boolean isFor(int status) {
    return why != null && why.status() == status;
  }

  /// Returns why a call may not go with the credential now, and until when.
  Optional<Closed> closed(ProbeWait wait, long now) {
    if (why == null) {
      return Optional.empty();
    }
    long due = untold ? asked : asked + wait.after(refusals);
    return now - due >= 0 ? Optional.empty() : Optional.of(new Closed(why.told(), due));
  }

  /// Notes that a call goes with the credential: if that is set aside, as its probe.
  ///
  /// @return whether the call is a probe
  boolean enter(long now) {
    if (isActive()) {
      asked = now;
      untold = false;
    }
    return isActive();
  }

  /// Notes a refusal of the credential. Attempts that were under way when it was refused first say
  /// nothing new: only a probe makes the next wait longer.
  ///
  /// @param probe whether the attempt was a probe
  /// @return whether the credential was good until now
  boolean refused(CredentialRefusal because, boolean probe, long now) {
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

  /// Notes that the credential was accepted for an attempt that began at `begun`. An attempt from
  /// before it was set aside, such as a long stream, shows nothing.
  ///
  /// @return whether the credential was set aside until now
  boolean accepted(long begun) {
    return isActive() && begun - since >= 0 && lift();
  }

  /// Makes the credential good again.
  ///
  /// @return whether the credential was set aside until now
  boolean lift() {
    boolean was = isActive();
    why = null;
    return was;
  }

  /// Notes that a probe ended without a report, so that the next call may be one.
  void untold() {
    untold = true;
  }
}
