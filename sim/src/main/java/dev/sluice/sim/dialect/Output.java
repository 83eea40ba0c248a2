package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The output of a model, token by token.
///
/// @param tokens the i-th token as it stands inside a JSON string
public record Output(int size, IntFunction<byte[]> tokens) {
  private static final int PIECE = 5;

  /// The output without a token.
  public static final Output NONE = new Output(0, _ -> new byte[0]);

  /// Makes the output of `text`, in tokens of a few characters.
  public static Output of(String text) {
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + PIECE);
      // A pair of surrogates is one character.
      end -= end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
      pieces.add(Bytes.escaped(text.substring(at, end)));
      at = end;
    }
    return new Output(pieces.size(), pieces::get);
  }

  /// Returns the first `count` tokens of this output.
  Output first(int count) {
    return count < size ? new Output(count, tokens) : this;
  }

  /// Writes all tokens of the output.
  public void write(Bytes out) {
    for (int i = 0; i < size; i++) {
      out.put(tokens.apply(i));
    }
  }

  /// The i-th token as it stands inside a JSON string.
  public byte[] token(int i) {
    return tokens.apply(i);
  }
}
