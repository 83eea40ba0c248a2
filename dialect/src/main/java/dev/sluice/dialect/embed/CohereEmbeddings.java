package dev.sluice.dialect.embed;

import static dev.sluice.dialect.embed.EmbeddingProperties.malformed;

import dev.sluice.dialect.embed.EmbeddingRequest.Asked;
import dev.sluice.dialect.embed.EmbeddingRequest.Options;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The codec of Cohere's `/v2/embed`. It needs to be told what vectors are for, and cuts off what
/// is too long unless it is told otherwise. https://docs.cohere.com/reference/embed
///
/// At Amazon Bedrock the path names the model, and nothing is written in base64.
/// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html
///
/// @param atBedrock whether the model is asked there
record CohereEmbeddings(boolean atBedrock) implements EmbeddingCodec {
  private static final int INPUTS_MAX = 96;
  private static final String BASE64 = "base64";
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "texts",
          "inputs",
          "images",
          "input_type",
          "embedding_types",
          "output_dimension",
          "truncate");

  private static final int AROUND = 4;
  private static final int ENDS = 2048;

  @Override
  public EmbeddingRequest decodeRequest(byte[] body, HeapMeter meter) {
    JsonNode top = EmbeddingProperties.request(body, meter);
    JsonNode type = type(top);
    boolean base64 = type != null && type.text().equals(BASE64);
    Optional<Stated<NumberType>> numbers =
        Optional.ofNullable(type)
            .filter(_ -> !base64)
            .map(one -> new Stated<>(one.path(), one.text()))
            .map(one -> EmbeddingProperties.named(one, NumberType::named));
    var options =
        new Options(
            EmbeddingProperties.whole(top, "output_dimension"),
            numbers,
            EmbeddingProperties.task(top, "input_type"),
            EmbeddingProperties.text(top, "truncate")
                .map(cut -> EmbeddingProperties.named(cut, Truncation::named)),
            Truncation.END,
            Optional.empty());
    String path = top.get("texts") == null ? "inputs" : "texts";
    return new EmbeddingRequest(
        inputs(top), path, options, base64, EmbeddingProperties.others(top, KNOWN));
  }

  /// The type in which vectors are wanted; null where the client does not say.
  private static @Nullable JsonNode type(JsonNode top) {
    List<JsonNode> types = top.children("embedding_types");
    if (types.size() > 1) {
      throw new Untranslatable(
          "embedding_types", "asks for several, and the target has one in an answer");
    }
    return types.isEmpty() ? null : types.getFirst();
  }

  private static List<EmbeddingInput> inputs(JsonNode top) {
    if (top.get("images") != null) {
      throw new Untranslatable("images", "are no texts, and the target takes texts alone");
    }
    List<EmbeddingInput> inputs =
        Stream.concat(
                top.children("texts").stream().map(CohereEmbeddings::text),
                top.children("inputs").stream().map(CohereEmbeddings::input))
            .toList();
    if (inputs.isEmpty()) {
      throw new Untranslatable("texts", "has nothing in it: send at least one text");
    }
    return inputs;
  }

  private static EmbeddingInput input(JsonNode input) {
    List<JsonNode> content = input.children("content");
    JsonNode text = content.size() == 1 ? content.getFirst().get("text") : null;
    if (text == null) {
      throw new Untranslatable(input, "is more than one text, and the target takes texts alone");
    }
    return text(text);
  }

  private static EmbeddingInput text(JsonNode text) {
    if (!text.is(JsonKind.STRING)) {
      throw new Untranslatable(text, "must be a string");
    }
    return EmbeddingProperties.input(text);
  }

  @Override
  public byte[] encodeRequest(
      EmbeddingRequest request, String model, Losses losses, HeapMeter meter) {
    Options options = request.options();
    EmbeddingRules.atMost(request, INPUTS_MAX);
    EmbeddingRules.drop(options.title(), losses, "the target has no titles");
    EmbeddingRules.others(request, Set.of(), losses);
    var out = new JsonOutput(meter);
    out.open('{');
    if (!atBedrock) {
      out.field("model", model);
    }
    out.name("texts").open('[');
    request.inputs().forEach(input -> out.string(EmbeddingRules.text(input)));
    out.close(']').field("input_type", inputType(options, losses));
    out.name("embedding_types")
        .open('[')
        .string(type(options.numbers(), request.base64()))
        .close(']');
    options.dimensions().ifPresent(size -> out.field("output_dimension", size.value()));
    EmbeddingRules.truncation(options, EnumSet.allOf(Truncation.class), losses)
        .ifPresent(cut -> out.field("truncate", cut.name()));
    return out.close('}').bytes();
  }

  /// The input type of a task. Cohere requires one; documents are what most vectors are of.
  private static String inputType(Options options, Losses losses) {
    Optional<String> name = options.task().map(Stated::value).flatMap(EmbeddingTask::cohere);
    if (name.isEmpty()) {
      losses.drop(
          options.task().map(Stated::path).orElse("input_type"),
          "the target needs to know what the vectors are for, by a name that it has");
    }
    return name.orElse("search_document");
  }

  private String type(NumberType numbers, boolean base64) {
    return base64 && !atBedrock && numbers == NumberType.FLOAT ? BASE64 : numbers.label();
  }

  @Override
  public EmbeddingReply decodeAnswer(byte[] body, Asked asked, HeapMeter meter) {
    JsonNode top = EmbeddingProperties.answer(body, meter);
    JsonNode embeddings = top.get("embeddings");
    String type = type(asked.numbers(), asked.base64());
    JsonNode list = embeddings == null ? null : embeddings.get(type);
    if (list == null || !list.is(JsonKind.ARRAY)) {
      throw malformed("it has none of type " + type);
    }
    List<RawVector> vectors =
        type.equals(BASE64)
            ? list.children().stream().map(CohereEmbeddings::base64).toList()
            : Vectors.lists(list, body);
    if (vectors.size() != asked.count()) {
      throw malformed("it has %d for %d inputs".formatted(vectors.size(), asked.count()));
    }
    return new EmbeddingReply(vectors, Optional.empty(), tokens(top));
  }

  private static RawVector base64(JsonNode vector) {
    if (!vector.is(JsonKind.STRING) || vector.text().isEmpty()) {
      throw malformed("one is missing");
    }
    return RawVector.of(vector.text());
  }

  private static OptionalLong tokens(JsonNode top) {
    JsonNode meta = top.get("meta");
    JsonNode billed = meta == null ? null : meta.get("billed_units");
    long tokens = billed == null ? -1 : billed.number("input_tokens", -1);
    return tokens < 0 ? OptionalLong.empty() : OptionalLong.of(tokens);
  }

  @Override
  public byte[] encodeAnswer(EmbeddingReply reply, Terms terms, HeapMeter meter) {
    long size = reply.size() + (long) AROUND * reply.vectors().size() + ENDS;
    var out = new JsonOutput(Math.toIntExact(size), meter);
    out.open('{').field("id", terms.asked().id()).field("response_type", "embeddings_by_type");
    out.name("embeddings")
        .open('{')
        .name(type(terms.asked().numbers(), terms.asked().base64()))
        .open('[');
    for (RawVector vector : reply.vectors()) {
      Vectors.write(out, vector, terms.asked());
    }
    out.close(']').close('}').name("meta").open('{');
    out.name("api_version").open('{').field("version", "2").close('}');
    out.name("billed_units").open('{').field("input_tokens", terms.tokens()).close('}');
    return out.close('}').close('}').bytes();
  }
}
