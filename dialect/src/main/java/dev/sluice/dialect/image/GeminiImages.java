package dev.sluice.dialect.image;

import dev.sluice.dialect.image.ImageReply.Tokens;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The codec of Gemini's `generateContent`, which draws one picture a call. Pictures among its
/// thoughts are none of its answer. https://ai.google.dev/gemini-api/docs/image-generation
final class GeminiImages implements ImageCodec {
  private static final AspectRatios SHAPES =
      new AspectRatios(
          List.of("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"));

  @Override
  public byte[] encodeRequest(ImageRequest request, Losses losses, HeapMeter meter) {
    if (request.count() > 1) {
      throw new Untranslatable("n", "the target draws one picture a call");
    }
    if (request.format().isPresent()) {
      losses.drop("output_format", "the target chooses the format");
    }
    if (request.compression().isPresent()) {
      losses.drop("output_compression", "the target chooses the format");
    }
    Optional<String> shape = GoogleImages.shape(request, SHAPES, losses);
    var out = new JsonOutput(meter);
    out.open('{').name("contents").open('[').open('{').field("role", "user").name("parts");
    out.open('[').open('{').field("text", request.prompt()).close('}').close(']').close('}');
    out.close(']').name("generationConfig").open('{').name("responseModalities").open('[');
    out.string("IMAGE").close(']');
    shape.ifPresent(
        ratio -> out.name("imageConfig").open('{').field("aspectRatio", ratio).close('}'));
    return out.close('}').close('}').bytes();
  }

  @Override
  public ImageReply decodeAnswer(byte[] body, HeapMeter meter) {
    JsonNode top = GoogleImages.answer(body, meter);
    List<JsonNode> pictures = new ArrayList<>();
    Optional<String> format = Optional.empty();
    for (JsonNode candidate : top.children("candidates")) {
      JsonNode content = candidate.get("content");
      for (JsonNode part : content == null ? List.<JsonNode>of() : content.children("parts")) {
        JsonNode inline = part.isTrue("thought") ? null : part.get("inlineData");
        JsonNode data = inline == null ? null : inline.get("data");
        if (inline != null && data != null && data.is(JsonKind.STRING)) {
          Optional<String> type = Optional.ofNullable(inline.string("mimeType"));
          format = format.isPresent() ? format : type;
          pictures.add(data);
        }
      }
    }
    return new ImageReply(pictures, format, tokens(top.get("usageMetadata")));
  }

  private static Optional<Tokens> tokens(@Nullable JsonNode usage) {
    long input = usage == null ? -1 : usage.number("promptTokenCount", -1);
    if (usage == null || input < 0) {
      return Optional.empty();
    }
    long output =
        Math.max(0, usage.number("candidatesTokenCount", 0))
            + Math.max(0, usage.number("thoughtsTokenCount", 0));
    long seen = ofPictures(usage.children("promptTokensDetails"), input);
    long drawn = ofPictures(usage.children("candidatesTokensDetails"), output);
    return Optional.of(new Tokens(input, seen, output, drawn));
  }

  private static long ofPictures(List<JsonNode> details, long most) {
    long count = 0;
    for (JsonNode one : details) {
      boolean ofPictures = one.string("modality", "").equals("IMAGE");
      count += ofPictures ? Math.clamp(one.number("tokenCount", 0), 0, most) : 0;
    }
    return Math.min(most, count);
  }
}
