package dev.sluice.cache;

import dev.sluice.call.Head;
import dev.sluice.call.item.Envelope;

/// The answer that parts come from.
///
/// @param target who gave it, as [dev.sluice.call.Feed#target] has it
/// @param head with what holds for other calls too
record Source(String target, Head head, Envelope envelope) {

  /// Whether parts of both may stand in one answer: what two models say of inputs cannot be
  /// compared.
  boolean kin(Source other) {
    return envelope.kin().equals(other.envelope.kin()) && model().equals(other.model());
  }

  /// The target without its provider.
  private String model() {
    return target.substring(target.indexOf('/') + 1);
  }
}
