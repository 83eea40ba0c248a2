package dev.sluice.call.item;

import dev.sluice.call.request.Span;
import java.util.List;

/// An answer without its items: the members that hold for all items together.
///
/// @param json the bytes of the answer without the parts
/// @param at the offset in `json` at which the parts belong
/// @param counts the positions of the usage counts in `json`, each a number, in their order
/// @param kin a key that is equal in answers whose parts may be joined: the model that the answer
///   names, and the form of its usage
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ResponseTemplate(byte[] json, int at, List<Span> counts, String kin) {
  public ResponseTemplate {
    counts = List.copyOf(counts);
  }
}
