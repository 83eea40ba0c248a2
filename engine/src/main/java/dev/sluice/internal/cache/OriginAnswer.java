package dev.sluice.internal.cache;

import dev.sluice.call.Head;
import dev.sluice.call.item.ResponseTemplate;

/// The answer that stored parts come from.
///
/// @param target the target that gave it, as `provider/model`
/// @param head the head, with the headers that hold for other calls too
record OriginAnswer(String target, Head head, ResponseTemplate envelope) {
  /// The header that lists what a translation has left out.
  private static final String DROPPED = "x-sluice-dropped";

  /// Whether parts of both answers may be joined into one: results of two models cannot be
  /// compared, nor those of models of which one was told less than the other.
  boolean kin(OriginAnswer other) {
    return envelope.kin().equals(other.envelope.kin())
        && model().equals(other.model())
        && dropped().equals(other.dropped());
  }

  private String dropped() {
    return head.headers().getOrDefault(DROPPED, "");
  }

  /// Returns the model of the target, without its provider.
  private String model() {
    return target.substring(target.indexOf('/') + 1);
  }
}
