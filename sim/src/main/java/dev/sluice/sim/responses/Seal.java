package dev.sluice.sim.responses;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a model has thought, in a form that the provider alone can read (`encrypted_content`), and
/// for the key alone that it was made for.
public final class Seal {
  private static final String WORDS = "a thought, simulated, for ";

  private Seal() {}

  /// Seals a thought.
  ///
  /// @param id tells it from others
  public static String of(String id, String owner) {
    String text = begin(owner) + id;
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns whether `sealed` was made for `owner`.
  public static boolean isOf(String sealed, String owner) {
    try {
      byte[] text = Base64.getDecoder().decode(sealed);
      return new String(text, StandardCharsets.UTF_8).startsWith(begin(owner));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String begin(String owner) {
    return WORDS + Integer.toHexString(owner.hashCode()) + ": ";
  }
}
