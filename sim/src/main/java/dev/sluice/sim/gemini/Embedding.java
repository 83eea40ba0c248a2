package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.Shape;
import dev.sluice.sim.dialect.Shape.Listing;
import dev.sluice.sim.dialect.Vector;
import dev.sluice.sim.gemini.GeminiPath.Verb;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A call of `embedContent`, `batchEmbedContents` or Vertex AI's `predict`. The vector of a text is
/// the one that it has in OpenAI's dialect; which input a vector belongs to, its place says alone.
///
/// @param tasks what each vector is for; empty where the request does not say
/// @param dimensions of each vector; 0 where the request does not say
record Embedding(
    Verb verb,
    List<String> texts,
    List<String> tasks,
    List<Integer> dimensions,
    RequestContent content)
    implements GeminiCall {
  private static final int BATCH_MAX = 100;
  private static final int DIMENSIONS_MAX = 8192;
  private static final Set<String> TASKS =
      Set.of(
          "RETRIEVAL_QUERY",
          "RETRIEVAL_DOCUMENT",
          "SEMANTIC_SIMILARITY",
          "CLASSIFICATION",
          "CLUSTERING",
          "QUESTION_ANSWERING",
          "FACT_VERIFICATION",
          "CODE_RETRIEVAL_QUERY");
  private static final String WRONG = "not what was asked";

  /// Reads a request.
  ///
  /// @throws Refusal if it is wrong
  static Embedding read(GeminiPath path, JsonNode request) throws Refusal {
    List<String> texts = new ArrayList<>();
    List<String> tasks = new ArrayList<>();
    List<Integer> dimensions = new ArrayList<>();
    for (JsonNode one : requests(path.verb(), request)) {
      boolean instance = path.verb() == Verb.PREDICT;
      GeminiCall.sameModel(path, one);
      texts.add(instance ? one.path("content").asText("") : text(one));
      JsonNode options = options(one);
      tasks.add(task(options));
      dimensions.add(dimensions(instance ? request.path("parameters") : options));
    }
    return new Embedding(path.verb(), texts, tasks, dimensions, content(path, texts));
  }

  /// What a request says of its vector, which clients of Vertex AI put in a place of its own.
  private static JsonNode options(JsonNode request) {
    JsonNode config = RequestMembers.get(request, "embedContentConfig");
    return config.isMissingNode() ? request : config;
  }

  private static RequestContent content(GeminiPath path, List<String> texts) {
    long tokens = texts.stream().mapToLong(TokenCount::of).sum();
    return RequestContent.silent(path.model(), tokens);
  }

  private static Iterable<JsonNode> requests(Verb verb, JsonNode request) throws Refusal {
    return switch (verb) {
      case BATCH_EMBED -> requests(request);
      case PREDICT -> instances(request);
      default -> List.of(request);
    };
  }

  private static JsonNode instances(JsonNode request) throws Refusal {
    JsonNode instances = request.path("instances");
    if (!instances.isArray() || instances.isEmpty()) {
      throw wrong("PredictRequest.instances", "instances is not specified");
    }
    return instances;
  }

  private static JsonNode requests(JsonNode request) throws Refusal {
    JsonNode requests = request.path("requests");
    if (!requests.isArray() || requests.isEmpty()) {
      throw wrong("BatchEmbedContentsRequest.requests", "requests is not specified");
    }
    if (requests.size() > BATCH_MAX) {
      throw wrong(
          "BatchEmbedContentsRequest.requests",
          "at most " + BATCH_MAX + " requests can be in one batch");
    }
    return requests;
  }

  private static String text(JsonNode request) throws Refusal {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : RequestMembers.parts(request.path("content"))) {
      text.append(part.path("text").asText(""));
    }
    if (text.isEmpty()) {
      throw wrong("EmbedContentRequest.content", "content is empty");
    }
    return text.toString();
  }

  private static String task(JsonNode request) throws Refusal {
    String task = RequestMembers.get(request, "taskType").asText("");
    if (!task.isEmpty() && !TASKS.contains(task)) {
      throw wrong("EmbedContentRequest.task_type", "is no task type: " + task);
    }
    return task.replace("RETRIEVAL_", "").toLowerCase(Locale.ROOT);
  }

  private static int dimensions(JsonNode request) throws Refusal {
    JsonNode said = RequestMembers.get(request, "outputDimensionality");
    int dimensions = said.asInt(0);
    if (!said.isMissingNode() && (dimensions < 1 || dimensions > DIMENSIONS_MAX)) {
      throw wrong(
          "EmbedContentRequest.output_dimensionality", "must be from 1 to " + DIMENSIONS_MAX);
    }
    return dimensions;
  }

  private static Refusal wrong(String field, String what) {
    return new Refusal(OpenAiError.invalid(null, null, "* " + field + ": " + what + "\n"));
  }

  @Override
  public HttpReply answer(ModelTraits traits, List<Header> headers) {
    return HttpReply.whole(200, headers, traits.pace().first(), body(traits)).typed(JSON);
  }

  private byte[] body(ModelTraits traits) {
    Bytes out = new Bytes(4096);
    if (verb == Verb.PREDICT) {
      all(out.ascii("{\"predictions\":["), traits);
      out.ascii("]}");
    } else if (verb == Verb.BATCH_EMBED) {
      all(out.ascii("{\"embeddings\":["), traits);
      out.ascii("]}");
    } else {
      vector(out.ascii("{\"embedding\":"), 0, false, traits);
      out.ascii("}");
    }
    return out.array();
  }

  private void all(Bytes out, ModelTraits traits) {
    Shape shape = traits.shape();
    int count = Math.max(0, texts.size() + shape.extra());
    Listing listing = shape.listing(count);
    int[] places = listing.places(count);
    for (int i = 0; i < places.length; i++) {
      boolean wrong = listing == Listing.CONTRADICTORY && i == count;
      vector(out.ascii(i > 0 ? "," : ""), places[i] % texts.size(), wrong, traits);
    }
  }

  private void vector(Bytes out, int place, boolean wrong, ModelTraits traits) {
    int wanted = dimensions.get(place) == 0 ? traits.vectors().dimensions() : dimensions.get(place);
    Vector drawn = Vector.of(wrong ? WRONG : texts.get(place), tasks.get(place), wanted);
    boolean prediction = verb == Verb.PREDICT;
    out.ascii(prediction ? "{\"embeddings\":{\"values\":" : "{\"values\":");
    traits.vectors().at(place, drawn).decimals(out);
    if (prediction) {
      out.ascii(",\"statistics\":{\"truncated\":false,\"token_count\":");
      out.number(TokenCount.of(texts.get(place))).ascii("}}");
    }
    out.ascii("}");
  }
}
