package dev.sluice.internal.item;

import dev.sluice.call.request.Span;
import java.util.List;

/// An answer without its parts: what else it says, of all of them together.
public final class ResponseTemplate {
  private final byte[] json;
  private final int at;
  private final List<Span> counts;
  private final String kin;

  /// @param json its bytes, without the parts
  /// @param at where the parts belong
  /// @param counts where it tells what was used, each a number, in their order
  /// @param kin equal in answers of which parts may stand in one: the model that it names, and how
  ///   it tells what was used
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

  /// Where the parts belong.
  public int at() {
    return at;
  }

  /// Where it tells what was used, each a number, in their order.
  public List<Span> counts() {
    return counts;
  }

  /// Equal in answers of which parts may stand in one: the model that it names, and how it tells
  /// what was used.
  public String kin() {
    return kin;
  }
}
