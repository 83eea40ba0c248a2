package dev.sluice.dialect.image;

import dev.sluice.dialect.json.JsonNode;
import java.util.List;
import java.util.Optional;

/// An answer with pictures.
///
/// @param pictures each in base64, as a string of the answer
/// @param format the media type of the first; empty where the provider does not tell
/// @param usage the tokens; empty where the provider does not tell
record ImageReply(List<JsonNode> pictures, Optional<String> format, Optional<Tokens> usage) {
  public ImageReply {
    pictures = List.copyOf(pictures);
  }

  /// The tokens of an answer.
  ///
  /// @param input read
  /// @param seen of these those of pictures
  /// @param output written
  /// @param drawn of these those of pictures
  record Tokens(long input, long seen, long output, long drawn) {}
}
