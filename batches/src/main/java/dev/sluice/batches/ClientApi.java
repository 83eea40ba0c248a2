package dev.sluice.batches;

import dev.sluice.call.text.EnumWords;

/// The API by which a batch was made. It is seen by this one alone, in whose form its results are:
/// the lines of a batch are calls of one dialect, and no other API has words for them.
public enum ClientApi {
  OPENAI,
  ANTHROPIC,
  GEMINI;

  /// The word in the store.
  String word() {
    return EnumWords.of(this);
  }

  static ClientApi of(String word) {
    return EnumWords.read(ClientApi.class, "api", word);
  }
}
