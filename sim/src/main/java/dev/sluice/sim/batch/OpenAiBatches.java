package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.JsonReading;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.wire.HttpReply;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The requests for batches of OpenAI's and Azure's.
record OpenAiBatches(Batches batches, OpenAiFiles files) {
  static final String ENDPOINT = "endpoint";
  static final String INPUT = "input_file_id";
  static final String WINDOW = "completion_window";
  static final String METADATA = "metadata";

  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final ResultForm FORM = new OpenAiResult();
  private static final Pattern ENDPOINTS =
      Pattern.compile(
          "(/v1)?/(chat/completions|completions|embeddings|moderations|responses"
              + "|images/generations|images/edits)");
  private static final int PAGE = 20;
  private static final int PAGE_MAX = 100;
  private static final int MOST_METADATA = 16;

  /// Answers a request.
  ///
  /// @throws Refusal if it is wrong, or for a batch that there is not
  HttpReply answer(Route route, ApiRequest request) throws Refusal {
    return switch (route.step()) {
      case CREATE -> request.json(OpenAiBatchJson.of(make(route, request)));
      case LIST -> request.json(list(request));
      case POLL -> {
        String id = local(route.id());
        BatchView found = batches.look(BatchDialect.OPENAI, id, request.owner());
        yield request.json(OpenAiBatchJson.of(known(found, route)));
      }
      case CANCEL -> cancel(route, request);
      case UPLOAD, RESULTS, DELETE -> throw missing(route);
    };
  }

  private HttpReply cancel(Route route, ApiRequest request) throws Refusal {
    String id = local(route.id());
    BatchView view = known(batches.cancel(BatchDialect.OPENAI, id, request.owner()), route);
    if (view.phase().isOver() && view.phase() != Phase.CANCELLED) {
      String message = "Cannot cancel a batch with status '" + OpenAiBatchJson.status(view) + "'.";
      throw new Refusal(new OpenAiError(409, "invalid_request_error", null, null, message));
    }
    return request.json(OpenAiBatchJson.of(view));
  }

  private BatchView make(Route route, ApiRequest request) throws Refusal {
    JsonNode body = JsonReading.tree(request.received().body());
    String endpoint = text(body, ENDPOINT);
    String window = text(body, WINDOW);
    String inputId = text(body, INPUT);
    if (!ENDPOINTS.matcher(endpoint).matches()) {
      throw wrong(ENDPOINT, "Invalid value: '" + endpoint + "' is no endpoint of batches.");
    }
    if (!window.equals("24h")) {
      throw wrong(WINDOW, "Invalid value: '" + window + "'. Supported values are: '24h'.");
    }
    JsonNode metadata = body.path(METADATA);
    if (metadata.size() > MOST_METADATA) {
      throw wrong(METADATA, "Invalid 'metadata': it may have 16 pairs at most.");
    }
    byte[] content = input(inputId, request).content();
    Map<String, String> words =
        Map.of(
            ENDPOINT,
            endpoint,
            INPUT,
            inputId,
            WINDOW,
            window,
            METADATA,
            metadata.isObject() ? metadata.toString() : "");
    return batches.make(
        route,
        request,
        OpenAiInput.model(content),
        words,
        FORM,
        () -> OpenAiInput.read(content, endpoint, request.owner(), batches.terms().lines()));
  }

  private KeptFile input(String id, ApiRequest request) throws Refusal {
    KeptFile file = batches.files().find(BatchDialect.OPENAI, id, request.owner());
    if (file == null) {
      throw wrong(INPUT, "No such File object: " + id);
    }
    if (!file.purpose().equals("batch")) {
      throw wrong(INPUT, "Invalid purpose of " + id + ": it must be 'batch'.");
    }
    if (files.isPending(file)) {
      throw wrong(INPUT, "The input file '" + id + "' is in 'pending' state.");
    }
    return file;
  }

  private ObjectNode list(ApiRequest request) {
    var all = batches.list(BatchDialect.OPENAI, request.owner()).reversed();
    int limit = Page.limit(request.received(), "limit", PAGE, PAGE_MAX);
    String after = request.received().query("after");
    Page<BatchView> page = Page.of(all, view -> "batch_" + view.order().id(), after, limit);
    ObjectNode list = MAKE.objectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    page.items().forEach(view -> data.add(OpenAiBatchJson.of(view)));
    list.put("first_id", data.path(0).path("id").textValue());
    list.put("last_id", data.path(data.size() - 1).path("id").textValue());
    return list.put("has_more", page.more());
  }

  private static String local(String id) {
    return id.startsWith("batch_") ? id.substring("batch_".length()) : "";
  }

  private static BatchView known(@Nullable BatchView view, Route route) throws Refusal {
    if (view == null) {
      throw missing(route);
    }
    return view;
  }

  private static Refusal missing(Route route) {
    String message = "No batch found with id '" + route.id() + "'.";
    return new Refusal(new OpenAiError(404, "invalid_request_error", null, null, message));
  }

  private static String text(JsonNode body, String name) throws Refusal {
    String text = body.path(name).asText("");
    if (text.isEmpty()) {
      throw new Refusal(
          OpenAiError.invalid(
              name, "missing_required_parameter", "Missing required parameter: '" + name + "'."));
    }
    return text;
  }

  private static Refusal wrong(String name, String message) {
    return new Refusal(OpenAiError.invalid(name, "invalid_value", message));
  }
}
