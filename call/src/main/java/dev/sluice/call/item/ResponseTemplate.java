package dev.sluice.call.item;

import dev.sluice.call.request.Span;
import java.util.List;

/// An answer without its parts: the members that hold for all of them together.
public final class ResponseTemplate {
  private final byte[] json;
  private final int at;
  private final List<Span> counts;
  private final String kin;

  /// @param json its bytes, without the parts
  /// @param at where the parts belong
  /// @param counts the positions of the usage counts, each a number, in their order
  /// @param kin equal in answers whose parts may be joined: the model that it names, and the form
  ///   of its usage
  public ResponseTemplate(byte[] json, int at, List<Span> counts, String kin) {
    this.json = json;
    this.at = at;
    this.counts = List.copyOf(counts);
    this.kin = kin;
  }

  /// Its bytes, without the parts.
  public byte[] json() {
    return json;
  }

  /// The offset where the parts belong.
  public int at() {
    return at;
  }

  /// The positions of its usage counts, each a number, in their order.
  public List<Span> counts() {
    return counts;
  }

  /// Equal in answers whose parts may be joined: the model that it names, and the form of its
  /// usage.
  public String kin() {
    return kin;
  }
}
