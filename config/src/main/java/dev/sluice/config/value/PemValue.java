package dev.sluice.config.value;

import dev.sluice.config.pem.BadPem;
import dev.sluice.config.pem.PemText;

/// The reading of a value that is the text of a PEM file.
final class PemValue {
  private PemValue() {}

  /// Reads a part of a text.
  ///
  /// @param otherwise what the value may be besides, for the message; empty for nothing
  static <T> T read(String text, String otherwise, PemText.Part<T> part) throws ConfigProblem {
    if (!PemText.isIn(text)) {
      throw new ConfigProblem(
          "must be the text of a PEM file, with a BEGIN line" + otherwise,
          "write \"${file:/path}\"");
    }
    try {
      return part.of(PemText.of(text));
    } catch (BadPem e) {
      throw new ConfigProblem("must be PEM that can be used, and " + e.what(), e.remedy());
    }
  }
}
