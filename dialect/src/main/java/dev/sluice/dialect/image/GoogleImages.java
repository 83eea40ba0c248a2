package dev.sluice.dialect.image;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.Losses;
import java.util.Optional;

/// What Google's forms of pictures have in common.
final class GoogleImages {
  private static final JsonReader ANSWERS =
      JsonReader.of(
          "candidates",
          "content",
          "parts",
          "inlineData",
          "predictions",
          "usageMetadata",
          "promptTokensDetails",
          "candidatesTokensDetails");

  private GoogleImages() {}

  static JsonNode answer(byte[] body, HeapMeter meter) {
    try {
      return ANSWERS.read(body, meter);
    } catch (NotJsonException e) {
      throw BrokenAnswer.answer("it is no JSON: " + e.getMessage());
    }
  }

  /// The shape that a request asks for by its size; a size that is near none is dropped.
  static Optional<String> shape(ImageRequest request, AspectRatios known, Losses losses) {
    Optional<String> shape = request.size().flatMap(known::of);
    if (request.size().isPresent() && shape.isEmpty()) {
      losses.drop("size", "the target knows the shapes " + String.join(", ", known.known()));
    }
    return shape;
  }
}
