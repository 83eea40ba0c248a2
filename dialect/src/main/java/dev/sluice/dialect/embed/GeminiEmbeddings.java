package dev.sluice.dialect.embed;

import static dev.sluice.dialect.embed.EmbeddingProperties.malformed;

import dev.sluice.dialect.embed.EmbeddingRequest.Asked;
import dev.sluice.dialect.embed.EmbeddingRequest.Options;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// The codec of Gemini's `embedContent` and `batchEmbedContents`. Gemini's own API is always asked
/// for a batch, Vertex AI, which has none, for one, with a configuration of its own, which says
/// whether an input that is too long is cut off; elsewhere it is, without a word.
/// https://ai.google.dev/api/embeddings
///
/// @param batch whether a batch is asked for
record GeminiEmbeddings(boolean batch) implements EmbeddingCodec {
  private static final int INPUTS_MAX = 100;
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "content",
          "taskType",
          "task_type",
          "title",
          "outputDimensionality",
          "output_dimensionality",
          "embedContentConfig",
          "embed_content_config",
          "autoTruncate",
          "auto_truncate");

  private static final Set<String> CONFIG =
      Set.of(
          "taskType",
          "task_type",
          "title",
          "outputDimensionality",
          "output_dimensionality",
          "autoTruncate",
          "auto_truncate");

  private static final JsonReader ONE = JsonReader.of("embedding", "usageMetadata");
  private static final int AROUND = 16;
  private static final int ENDS = 128;

  @Override
  public EmbeddingRequest decodeRequest(byte[] body, HeapMeter meter) {
    JsonNode top = EmbeddingProperties.request(body, meter);
    if (!batch) {
      return request(List.of(top), "content", List.of());
    }
    List<JsonNode> requests = top.children("requests");
    if (requests.isEmpty()) {
      throw new Untranslatable("requests", "has nothing in it: send at least one request");
    }
    return request(requests, "requests", EmbeddingProperties.others(top, Set.of("requests")));
  }

  private static EmbeddingRequest request(
      List<JsonNode> requests, String path, List<Stated<RawJson>> around) {
    Options options = options(requests.getFirst());
    List<EmbeddingInput> inputs = new ArrayList<>();
    List<Stated<RawJson>> others = new ArrayList<>(around);
    for (JsonNode one : requests) {
      if (!options.same(options(one))) {
        throw new Untranslatable(
            one, "asks for another vector than those before it, and the target takes one question");
      }
      inputs.add(input(one));
      others.addAll(EmbeddingProperties.others(one, KNOWN));
      config(one).ifPresent(in -> others.addAll(EmbeddingProperties.others(in, CONFIG)));
    }
    return new EmbeddingRequest(inputs, path, options, false, others);
  }

  private static Options options(JsonNode request) {
    return new Options(
        stated(
            request,
            in -> EmbeddingProperties.whole(in, "outputDimensionality", "output_dimensionality")),
        Optional.empty(),
        stated(request, in -> EmbeddingProperties.text(in, "taskType", "task_type"))
            .filter(task -> !task.value().endsWith("_UNSPECIFIED"))
            .map(task -> EmbeddingProperties.named(task, EmbeddingTask::named)),
        stated(request, in -> EmbeddingProperties.flag(in, "autoTruncate", "auto_truncate"))
            .map(flag -> new Stated<>(flag.path(), Truncation.of(flag.value()))),
        Truncation.END,
        stated(request, in -> EmbeddingProperties.text(in, "title")));
  }

  /// Reads a property from the configuration in the request, else from the request itself, where
  /// older clients put it.
  private static <T> Optional<T> stated(JsonNode request, Function<JsonNode, Optional<T>> read) {
    return config(request).flatMap(read).or(() -> read.apply(request));
  }

  private static Optional<JsonNode> config(JsonNode request) {
    return Optional.ofNullable(
        EmbeddingProperties.first(request, "embedContentConfig", "embed_content_config"));
  }

  private static EmbeddingInput input(JsonNode request) {
    JsonNode content = request.get("content");
    List<JsonNode> parts = content == null ? List.of() : content.children("parts");
    if (parts.size() != 1) {
      throw new Untranslatable(
          content == null ? request : content,
          "has %d parts, and the target takes one text for each vector".formatted(parts.size()));
    }
    return EmbeddingProperties.input(text(parts.getFirst()));
  }

  private static JsonNode text(JsonNode part) {
    JsonNode text = part.get("text");
    if (text == null || !text.is(JsonKind.STRING)) {
      throw new Untranslatable(part, "is no text, and the target takes texts alone");
    }
    return text;
  }

  @Override
  public byte[] encodeRequest(
      EmbeddingRequest request, String model, Losses losses, HeapMeter meter) {
    Options options = request.options();
    EmbeddingRules.atMost(request, batch ? INPUTS_MAX : 1);
    EmbeddingRules.floatsAlone(options);
    EmbeddingRules.others(request, Set.of(), losses);
    var out = new JsonOutput(meter);
    if (!batch) {
      content(out.open('{'), request.inputs().getFirst());
      boolean cuts =
          EmbeddingRules.truncation(options, EnumSet.of(Truncation.END, Truncation.NONE), losses)
              .filter(Truncation.END::equals)
              .isPresent();
      options(out.name("embedContentConfig").open('{').name("autoTruncate").bool(cuts), options);
      return out.close('}').close('}').bytes();
    }
    EmbeddingRules.truncation(options, EnumSet.of(Truncation.END), losses);
    out.open('{').name("requests").open('[');
    for (EmbeddingInput input : request.inputs()) {
      content(out.open('{').field("model", "models/" + model), input);
      options(out, options);
      out.close('}');
    }
    return out.close(']').close('}').bytes();
  }

  private static void content(JsonOutput out, EmbeddingInput input) {
    out.name("content").open('{').name("parts").open('[').open('{');
    out.field("text", EmbeddingRules.text(input)).close('}').close(']').close('}');
  }

  private static void options(JsonOutput out, Options options) {
    options.task().ifPresent(task -> out.field("taskType", task.value().gemini()));
    options.title().ifPresent(title -> out.field("title", title.value()));
    options.dimensions().ifPresent(size -> out.field("outputDimensionality", size.value()));
  }

  @Override
  public EmbeddingReply decodeAnswer(byte[] body, Asked asked, HeapMeter meter) {
    JsonNode top =
        batch
            ? EmbeddingProperties.answer(body, meter)
            : EmbeddingProperties.answer(ONE, body, meter);
    JsonNode one = top.get("embedding");
    List<JsonNode> embeddings = one == null ? top.children("embeddings") : List.of(one);
    int count = asked.count();
    if (embeddings.size() != count) {
      throw malformed("it has %d for %d inputs".formatted(embeddings.size(), count));
    }
    List<RawVector> vectors =
        embeddings.stream().map(part -> Vectors.list(part.get("values"), body)).toList();
    JsonNode usage = top.get("usageMetadata");
    long tokens = usage == null ? -1 : usage.number("promptTokenCount", -1);
    return new EmbeddingReply(
        vectors, Optional.empty(), tokens < 0 ? OptionalLong.empty() : OptionalLong.of(tokens));
  }

  @Override
  public byte[] encodeAnswer(EmbeddingReply reply, Terms terms, HeapMeter meter) {
    long size = reply.size() + (long) AROUND * reply.vectors().size() + ENDS;
    var out = new JsonOutput(Math.toIntExact(size), meter);
    out.open('{').name(batch ? "embeddings" : "embedding");
    if (batch) {
      out.open('[');
    }
    for (RawVector vector : reply.vectors()) {
      out.open('{').name("values");
      Vectors.write(out, vector, terms.asked());
      out.close('}');
    }
    if (batch) {
      out.close(']');
    }
    if (terms.told()) {
      out.name("usageMetadata").open('{').field("promptTokenCount", terms.tokens()).close('}');
    }
    return out.close('}').bytes();
  }
}
