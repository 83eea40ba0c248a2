package dev.sluice.dialect.embed;

import dev.sluice.dialect.json.RawJson;

/// One of the inputs that are to be embedded.
sealed interface EmbeddingInput {
  /// The way to it in the client's request.
  String path();

  /// What is written there.
  String words();

  /// A text.
  record Text(String path, String text) implements EmbeddingInput {
    @Override
    public String words() {
      return text;
    }
  }

  /// The numbers of tokens of one vendor's tokenizer.
  ///
  /// @param json the list of them
  record Tokens(String path, RawJson json) implements EmbeddingInput {
    @Override
    public String words() {
      return json.text();
    }
  }
}
