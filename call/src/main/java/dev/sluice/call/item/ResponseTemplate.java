package dev.sluice.call.item;

import dev.sluice.call.request.Span;
import java.util.List;

/// An answer without its items: the members that hold for all items together.
public final class ResponseTemplate {
  private final byte[] json;
  private final int at;
  private final List<Span> counts;
  private final String kin;

  /// @param json the bytes of the answer without the parts
  /// @param at the offset in `json` at which the parts belong
  /// @param counts the positions of the usage counts in `json`, each a number, in their order
  /// @param kin a key that is equal in answers whose parts may be joined: the model that the answer
  ///   names, and the form of its usage
  public ResponseTemplate(byte[] json, int at, List<Span> counts, String kin) {
    this.json = json;
    this.at = at;
    this.counts = List.copyOf(counts);
    this.kin = kin;
  }

  /// The bytes of the answer without the parts.
  public byte[] json() {
    return json;
  }

  /// The offset in [#json] at which the parts belong.
  public int at() {
    return at;
  }

  /// The positions of the usage counts in [#json], each a number, in their order.
  public List<Span> counts() {
    return counts;
  }

  /// A key that is equal in answers whose parts may be joined: the model that the answer names, and
  /// the form of its usage.
  public String kin() {
    return kin;
  }
}
