package dev.sluice.dialect.image;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The codec of `predict` of Imagen's models, which leave out pictures that are not allowed.
/// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api
final class ImagenImages implements ImageCodec {
  private static final AspectRatios SHAPES =
      new AspectRatios(List.of("1:1", "3:4", "4:3", "9:16", "16:9"));
  private static final long MOST = 4;

  @Override
  public byte[] encodeRequest(ImageRequest request, Losses losses, HeapMeter meter) {
    if (request.count() > MOST) {
      throw new Untranslatable("n", "the target draws at most " + MOST + " pictures a call");
    }
    Optional<String> shape = GoogleImages.shape(request, SHAPES, losses);
    var out = new JsonOutput(meter);
    out.open('{').name("instances").open('[').open('{').field("prompt", request.prompt());
    out.close('}').close(']').name("parameters").open('{').field("sampleCount", request.count());
    shape.ifPresent(ratio -> out.field("aspectRatio", ratio));
    request.format().ifPresent(type -> options(out, type, request.compression()));
    return out.close('}').close('}').bytes();
  }

  private static void options(JsonOutput out, String type, Optional<Long> compression) {
    out.name("outputOptions").open('{').field("mimeType", type);
    compression.ifPresent(quality -> out.field("compressionQuality", quality));
    out.close('}');
  }

  @Override
  public ImageReply decodeAnswer(byte[] body, HeapMeter meter) {
    List<JsonNode> pictures = new ArrayList<>();
    Optional<String> format = Optional.empty();
    for (JsonNode one : GoogleImages.answer(body, meter).children("predictions")) {
      JsonNode data = one.get("bytesBase64Encoded");
      if (data != null && data.is(JsonKind.STRING)) {
        format = format.or(() -> Optional.ofNullable(one.string("mimeType")));
        pictures.add(data);
      }
    }
    return new ImageReply(pictures, format, Optional.empty());
  }
}
