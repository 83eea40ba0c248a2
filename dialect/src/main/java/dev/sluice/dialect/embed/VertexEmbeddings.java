package dev.sluice.dialect.embed;

import static dev.sluice.dialect.embed.EmbeddingProperties.malformed;

import dev.sluice.dialect.embed.EmbeddingRequest.Asked;
import dev.sluice.dialect.embed.EmbeddingRequest.Options;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The codec of `predict` of Google Vertex AI. What vectors are for stands beside each text, their
/// size beside all of them. An input that is too long is cut off unless the request says otherwise.
/// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api
final class VertexEmbeddings implements EmbeddingCodec {
  private static final int INPUTS_MAX = 250;
  private static final Set<String> TOP = Set.of("instances", "parameters");
  private static final Set<String> INSTANCE = Set.of("content", "task_type", "taskType", "title");
  private static final Set<String> PARAMETERS = Set.of("outputDimensionality", "autoTruncate");
  private static final int AROUND = 64;
  private static final int ENDS = 64;

  @Override
  public EmbeddingRequest decodeRequest(byte[] body, HeapMeter meter) {
    JsonNode top = EmbeddingProperties.request(body, meter);
    List<JsonNode> instances = top.children("instances");
    if (instances.isEmpty()) {
      throw new Untranslatable("instances", "has nothing in it: send at least one instance");
    }
    JsonNode parameters = top.get("parameters");
    Options options = options(instances.getFirst(), parameters);
    List<EmbeddingInput> inputs = new ArrayList<>();
    List<Stated<RawJson>> others = new ArrayList<>(EmbeddingProperties.others(top, TOP));
    if (parameters != null) {
      others.addAll(EmbeddingProperties.others(parameters, PARAMETERS));
    }
    for (JsonNode one : instances) {
      if (!options.same(options(one, parameters))) {
        throw new Untranslatable(
            one, "asks for another vector than those before it, and the target takes one question");
      }
      inputs.add(input(one));
      others.addAll(EmbeddingProperties.others(one, INSTANCE));
    }
    return new EmbeddingRequest(inputs, "instances", options, false, others);
  }

  private static Options options(JsonNode instance, @Nullable JsonNode parameters) {
    return new Options(
        Optional.ofNullable(parameters)
            .flatMap(in -> EmbeddingProperties.whole(in, "outputDimensionality")),
        Optional.empty(),
        EmbeddingProperties.text(instance, "task_type", "taskType")
            .filter(task -> !task.value().isEmpty())
            .map(task -> EmbeddingProperties.named(task, EmbeddingTask::named)),
        Optional.ofNullable(parameters)
            .flatMap(in -> EmbeddingProperties.flag(in, "autoTruncate"))
            .map(flag -> new Stated<>(flag.path(), Truncation.of(flag.value()))),
        Truncation.END,
        EmbeddingProperties.text(instance, "title"));
  }

  private static EmbeddingInput input(JsonNode instance) {
    JsonNode content = instance.get("content");
    if (content == null || !content.is(JsonKind.STRING)) {
      throw new Untranslatable(
          content == null ? instance : content, "is no text, and the target takes texts alone");
    }
    return EmbeddingProperties.input(content);
  }

  @Override
  public byte[] encodeRequest(
      EmbeddingRequest request, String model, Losses losses, HeapMeter meter) {
    Options options = request.options();
    EmbeddingRules.atMost(request, INPUTS_MAX);
    EmbeddingRules.floatsAlone(options);
    boolean cuts =
        EmbeddingRules.truncation(options, EnumSet.of(Truncation.END, Truncation.NONE), losses)
            .filter(Truncation.END::equals)
            .isPresent();
    EmbeddingRules.others(request, Set.of(), losses);
    var out = new JsonOutput(meter);
    out.open('{').name("instances").open('[');
    for (EmbeddingInput input : request.inputs()) {
      out.open('{').field("content", EmbeddingRules.text(input));
      options.task().ifPresent(task -> out.field("task_type", task.value().gemini()));
      options.title().ifPresent(title -> out.field("title", title.value()));
      out.close('}');
    }
    out.close(']').name("parameters").open('{');
    out.name("autoTruncate").bool(cuts);
    options.dimensions().ifPresent(size -> out.field("outputDimensionality", size.value()));
    return out.close('}').close('}').bytes();
  }

  @Override
  public EmbeddingReply decodeAnswer(byte[] body, Asked asked, HeapMeter meter) {
    List<JsonNode> predictions = EmbeddingProperties.answer(body, meter).children("predictions");
    if (predictions.size() != asked.count()) {
      throw malformed("it has %d for %d inputs".formatted(predictions.size(), asked.count()));
    }
    List<RawVector> vectors = new ArrayList<>();
    long tokens = 0;
    for (JsonNode prediction : predictions) {
      JsonNode embedding = prediction.get("embeddings");
      vectors.add(Vectors.list(embedding == null ? null : embedding.get("values"), body));
      JsonNode statistics = embedding == null ? null : embedding.get("statistics");
      long read = statistics == null ? -1 : statistics.number("token_count", -1);
      tokens = read < 0 || tokens < 0 ? -1 : tokens + read;
    }
    return new EmbeddingReply(
        vectors, Optional.empty(), tokens < 0 ? OptionalLong.empty() : OptionalLong.of(tokens));
  }

  /// Writes an answer. The tokens are those of all inputs together, and stand at the first one.
  @Override
  public byte[] encodeAnswer(EmbeddingReply reply, Terms terms, HeapMeter meter) {
    long size = reply.size() + (long) AROUND * reply.vectors().size() + ENDS;
    var out = new JsonOutput(Math.toIntExact(size), meter);
    out.open('{').name("predictions").open('[');
    long tokens = terms.told() ? terms.tokens() : -1;
    for (RawVector vector : reply.vectors()) {
      out.open('{').name("embeddings").open('{').name("values");
      Vectors.write(out, vector, terms.asked());
      if (terms.told()) {
        out.name("statistics").open('{').field("token_count", tokens).close('}');
        tokens = 0;
      }
      out.close('}').close('}');
    }
    return out.close(']').close('}').bytes();
  }
}
