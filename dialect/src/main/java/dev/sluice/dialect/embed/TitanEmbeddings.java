package dev.sluice.dialect.embed;

import static dev.sluice.dialect.embed.EmbeddingProperties.malformed;

import dev.sluice.dialect.embed.EmbeddingRequest.Asked;
import dev.sluice.dialect.embed.EmbeddingRequest.Options;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The codec of Amazon Titan's text embeddings at Bedrock, one text at a time, whose vectors are
/// floats of length 1 unless the request says otherwise. A text that is too long is an error.
/// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html
final class TitanEmbeddings implements EmbeddingCodec {
  private static final Set<String> KNOWN = Set.of("inputText", "dimensions");

  /// Passes over lists of numbers.
  private static final JsonReader ANSWERS = JsonReader.of();

  private static final int AROUND = 64;

  @Override
  public EmbeddingRequest decodeRequest(byte[] body, HeapMeter meter) {
    JsonNode top = EmbeddingProperties.request(body, meter);
    JsonNode text = top.get("inputText");
    if (text == null || !text.is(JsonKind.STRING)) {
      throw new Untranslatable("inputText", "must be a string");
    }
    var options =
        new Options(
            EmbeddingProperties.whole(top, "dimensions"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Truncation.NONE,
            Optional.empty());
    return new EmbeddingRequest(
        List.of(EmbeddingProperties.input(text)),
        "inputText",
        options,
        false,
        EmbeddingProperties.others(top, KNOWN));
  }

  @Override
  public byte[] encodeRequest(
      EmbeddingRequest request, String model, Losses losses, HeapMeter meter) {
    check(request, losses);
    var out = new JsonOutput(meter);
    out.open('{').field("inputText", EmbeddingRules.text(request.inputs().getFirst()));
    request.options().dimensions().ifPresent(size -> out.field("dimensions", size.value()));
    return out.close('}').bytes();
  }

  private static void check(EmbeddingRequest request, Losses losses) {
    Options options = request.options();
    EmbeddingRules.atMost(request, 1);
    EmbeddingRules.floatsAlone(options);
    EmbeddingRules.drop(options.task(), losses, "the target has one kind of vectors");
    EmbeddingRules.drop(options.title(), losses, "the target has no titles");
    var _ = EmbeddingRules.truncation(options, EnumSet.of(Truncation.NONE), losses);
    EmbeddingRules.others(request, Set.of(), losses);
  }

  @Override
  public EmbeddingReply decodeAnswer(byte[] body, Asked asked, HeapMeter meter) {
    JsonNode top = EmbeddingProperties.answer(ANSWERS, body, meter);
    if (asked.count() != 1) {
      throw malformed("it has one for %d inputs".formatted(asked.count()));
    }
    long tokens = top.number("inputTextTokenCount", -1);
    return new EmbeddingReply(
        List.of(Vectors.list(top.get("embedding"), body)),
        Optional.empty(),
        tokens < 0 ? OptionalLong.empty() : OptionalLong.of(tokens));
  }

  @Override
  public byte[] encodeAnswer(EmbeddingReply reply, Terms terms, HeapMeter meter) {
    var out = new JsonOutput(Math.toIntExact(reply.size() + AROUND), meter);
    out.open('{').name("embedding");
    Vectors.write(out, reply.vectors().getFirst(), terms.asked());
    return out.field("inputTextTokenCount", terms.tokens()).close('}').bytes();
  }
}
