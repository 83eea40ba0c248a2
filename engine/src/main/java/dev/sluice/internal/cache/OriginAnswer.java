package dev.sluice.internal.cache;

import dev.sluice.call.Head;
import dev.sluice.call.item.ResponseTemplate;

/// The answer that parts come from.
///
/// @param target the target that gave it, as [dev.sluice.call.answer.AttemptHandle#target] has it
/// @param head with what holds for other calls too
record OriginAnswer(String target, Head head, ResponseTemplate envelope) {
  /// Lists what a translation has left out.
  private static final String DROPPED = "x-sluice-dropped";

  /// Whether parts of both may be joined into one answer: the results of two models for inputs
  /// cannot be compared, nor those of one that was told less than the other.
  boolean kin(OriginAnswer other) {
    return envelope.kin().equals(other.envelope.kin())
        && model().equals(other.model())
        && dropped().equals(other.dropped());
  }

  private String dropped() {
    return head.headers().getOrDefault(DROPPED, "");
  }

  /// The target without its provider.
  private String model() {
    return target.substring(target.indexOf('/') + 1);
  }
}
