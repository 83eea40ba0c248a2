package dev.sluice.dialect.embed;

import dev.sluice.dialect.json.RawJson;

/// One of the inputs that are to be embedded.
sealed interface EmbeddingInput {
  /// The path of the input in the client's request.
  String path();

  /// The text of the input, or the JSON of its tokens.
  String words();

  /// An input that is a text.
  record Text(String path, String text) implements EmbeddingInput {
    @Override
    public String words() {
      return text;
    }
  }

  /// An input that is a list of tokens of one vendor's tokenizer.
  ///
  /// @param json the list of the tokens' numbers
  record Tokens(String path, RawJson json) implements EmbeddingInput {
    @Override
    public String words() {
      return json.text();
    }
  }
}
