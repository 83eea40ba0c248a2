package dev.sluice.call.item;

import dev.sluice.call.Span;
import java.util.List;

/// An answer without its parts: what else it says, of all of them together.
public final class Envelope {
  private final byte[] json;
  private final int at;
  private final List<Span> counts;

  /// @param json its bytes, without the parts
  /// @param at where the parts belong
  /// @param counts where it tells what was used, each a number, in their order
  public Envelope(byte[] json, int at, List<Span> counts) {
    this.json = json;
    this.at = at;
    this.counts = List.copyOf(counts);
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
}
