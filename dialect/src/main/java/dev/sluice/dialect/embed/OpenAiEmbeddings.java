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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The codec of `/v1/embeddings` of OpenAI, Mistral and Voyage. As the client's form it takes what
/// any of them takes.
///
/// @param surface the vendor's surface, as the provider's form
record OpenAiEmbeddings(OpenAiSurface surface) implements EmbeddingCodec {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "input",
          "dimensions",
          "output_dimension",
          "output_dtype",
          "encoding_format",
          "input_type",
          "truncation");

  /// The bytes around a vector, and around all vectors together.
  private static final int AROUND = 64;

  private static final int ENDS = 2048;

  @Override
  public EmbeddingRequest decodeRequest(byte[] body, HeapMeter meter) {
    JsonNode top = EmbeddingProperties.request(body, meter);
    JsonNode input = top.get("input");
    if (input == null) {
      throw new Untranslatable("input", "must be a string or an array");
    }
    Optional<Stated<Truncation>> truncation =
        EmbeddingProperties.flag(top, "truncation")
            .map(flag -> new Stated<>(flag.path(), Truncation.of(flag.value())));
    var options =
        new Options(
            EmbeddingProperties.whole(top, "dimensions", "output_dimension"),
            EmbeddingProperties.type(top, "output_dtype"),
            EmbeddingProperties.task(top, "input_type"),
            truncation,
            Truncation.NONE,
            Optional.empty());
    boolean base64 = top.string("encoding_format", "float").equals("base64");
    return new EmbeddingRequest(
        inputs(input), "input", options, base64, EmbeddingProperties.others(top, KNOWN));
  }

  private static List<EmbeddingInput> inputs(JsonNode input) {
    List<JsonNode> list = input.children();
    if (input.is(JsonKind.ARRAY) && list.isEmpty()) {
      throw new Untranslatable(input, "has nothing in it: send at least one input");
    }
    boolean one = !input.is(JsonKind.ARRAY) || list.getFirst().is(JsonKind.NUMBER);
    return one ? List.of(input(input)) : list.stream().map(OpenAiEmbeddings::input).toList();
  }

  private static EmbeddingInput input(JsonNode input) {
    return switch (input.kind()) {
      case STRING -> EmbeddingProperties.input(input);
      case ARRAY -> new EmbeddingInput.Tokens(input.path(), input.raw());
      default -> throw new Untranslatable(input, "must be a string or a list of tokens");
    };
  }

  @Override
  public byte[] encodeRequest(
      EmbeddingRequest request, String model, Losses losses, HeapMeter meter) {
    Options options = request.options();
    EmbeddingRules.atMost(request, surface.inputs());
    var out = new JsonOutput(meter);
    out.open('{').field("model", model).name("input").open('[');
    request.inputs().forEach(input -> out.string(EmbeddingRules.text(input)));
    out.close(']');
    options.dimensions().ifPresent(size -> out.field(surface.dimensions(), size.value()));
    numbers(out, request);
    EmbeddingRules.drop(options.title(), losses, "the target has no titles");
    if (surface == OpenAiSurface.VOYAGE) {
      voyage(out, options, losses);
    } else {
      EmbeddingRules.drop(options.task(), losses, "the target knows no kinds of input");
      EmbeddingRules.truncation(options, surface.truncations(), losses);
    }
    EmbeddingRules.others(request, surface.others(), losses);
    request.others().stream()
        .filter(other -> surface.others().contains(other.path()))
        .forEach(other -> out.field(other.path(), other.value()));
    return out.close('}').bytes();
  }

  private void numbers(JsonOutput out, EmbeddingRequest request) {
    if (!surface.hasTypes()) {
      EmbeddingRules.floatsAlone(request.options());
    }
    NumberType type = request.options().numbers();
    if (type != NumberType.FLOAT) {
      out.field("output_dtype", type.label());
    }
    if (request.base64() || surface == OpenAiSurface.OPENAI) {
      out.field("encoding_format", request.base64() ? "base64" : "float");
    }
  }

  /// Writes what Voyage alone has. Voyage cuts off what is too long unless it is told otherwise.
  private void voyage(JsonOutput out, Options options, Losses losses) {
    options.task().ifPresent(task -> inputType(out, task, losses));
    EmbeddingRules.truncation(options, surface.truncations(), losses)
        .ifPresent(cut -> out.name("truncation").bool(cut == Truncation.END));
  }

  private static void inputType(JsonOutput out, Stated<EmbeddingTask> task, Losses losses) {
    Optional<String> name = task.value().voyage();
    if (name.isEmpty()) {
      losses.drop(task.path(), "the target knows queries and documents alone");
    }
    name.ifPresent(type -> out.field("input_type", type));
  }

  @Override
  public EmbeddingReply decodeAnswer(byte[] body, Asked asked, HeapMeter meter) {
    JsonNode top = EmbeddingProperties.answer(body, meter);
    List<JsonNode> data = top.children("data");
    int count = asked.count();
    if (data.size() != count) {
      throw malformed("it has %d for %d inputs".formatted(data.size(), count));
    }
    RawVector[] vectors = new RawVector[count];
    for (int i = 0; i < count; i++) {
      JsonNode part = data.get(i);
      long place = part.number("index", part.get("index") == null ? i : -1);
      if (place < 0 || place >= count || vectors[(int) place] != null) {
        throw malformed("the places of its vectors contradict each other");
      }
      vectors[(int) place] = vector(part, body);
    }
    return new EmbeddingReply(
        Arrays.asList(vectors), Optional.ofNullable(top.string("model")), tokens(top));
  }

  private static RawVector vector(JsonNode part, byte[] body) {
    JsonNode vector = part.get("embedding");
    if (vector != null && vector.is(JsonKind.STRING) && !vector.text().isEmpty()) {
      return RawVector.of(vector.text());
    }
    return Vectors.list(vector, body);
  }

  private static OptionalLong tokens(JsonNode top) {
    JsonNode usage = top.get("usage");
    long tokens =
        usage == null ? -1 : usage.number("prompt_tokens", usage.number("total_tokens", -1));
    return tokens < 0 ? OptionalLong.empty() : OptionalLong.of(tokens);
  }

  @Override
  public byte[] encodeAnswer(EmbeddingReply reply, Terms terms, HeapMeter meter) {
    List<RawVector> vectors = new ArrayList<>(reply.vectors());
    long size = reply.size() + (long) AROUND * vectors.size() + ENDS;
    var out = new JsonOutput(Math.toIntExact(size), meter);
    // Mistral's clients need a name.
    out.open('{').field("id", terms.asked().id());
    out.field("object", "list").name("data").open('[');
    for (int i = 0; i < vectors.size(); i++) {
      out.open('{').field("object", "embedding").field("index", i).name("embedding");
      Vectors.write(out, vectors.get(i), terms.asked());
      out.close('}');
    }
    out.close(']').field("model", reply.model().orElse(terms.model()));
    out.field("usage", new RawJson(usage(terms.tokens())));
    return out.close('}').bytes();
  }

  private static String usage(long tokens) {
    return "{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}";
  }
}
