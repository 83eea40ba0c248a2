package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import org.jspecify.annotations.Nullable;

/// The suspect of some failures, as narrowly as can be determined.
///
/// @param suspect whose
/// @param kind the kind of the requests' bodies; null for any
record Aim(Suspect suspect, @Nullable BodyKind kind) {
  static Aim at(BodyKind kind) {
    return new Aim(kind.suspect(), kind);
  }

  /// Returns the aim at all requests of the same suspect.
  Aim wide() {
    return new Aim(suspect, null);
  }

  boolean covers(Call call) {
    return suspect.isOf(call) && (kind == null || kind.covers(call));
  }

  boolean includes(Aim other) {
    return suspect == other.suspect && (kind == null || kind == other.kind);
  }

  AmbiguousFailures failures() {
    return kind == null ? suspect.failures() : kind.failures();
  }

  /// Returns the aim that covers this one and failures with bodies of `another` kind, too; null if
  /// no single suspect covers both.
  @Nullable Aim with(BodyKind another) {
    if (suspect != another.suspect()) {
      return null;
    }
    return kind == another ? this : wide();
  }
}
