package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.gemini.RequestMembers;
import dev.sluice.sim.wire.HttpReply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The requests for batches of Gemini's.
record GeminiBatches(Batches batches) {
  static final String MODEL = "model";
  static final String DISPLAY_NAME = "displayName";
  static final String FILE = "fileName";

  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final int PAGE = 10;
  private static final int PAGE_MAX = 1_000;

  /// Answers a request.
  ///
  /// @throws Refusal if it is wrong, or for a batch that there is not
  HttpReply answer(Route route, ApiRequest request) throws Refusal {
    return switch (route.step()) {
      case CREATE -> request.json(GeminiBatchJson.of(make(route, request), new byte[0]));
      case LIST -> request.json(list(request));
      case POLL -> {
        BatchView view = look(route, request);
        yield request.json(GeminiBatchJson.of(view, inline(view, request)));
      }
      case CANCEL -> {
        known(batches.cancel(BatchDialect.GEMINI, route.id(), request.owner()), route);
        yield request.json(MAKE.objectNode());
      }
      case DELETE -> {
        batches.remove(look(route, request).order().id());
        yield request.json(MAKE.objectNode());
      }
      case UPLOAD, RESULTS -> throw missing(route);
    };
  }

  private BatchView make(Route route, ApiRequest request) throws Refusal {
    JsonNode batch = RequestMembers.read(request.received().body()).path("batch");
    JsonNode config = RequestMembers.get(batch, "inputConfig");
    String model = route.id();
    String name = RequestMembers.get(batch, DISPLAY_NAME).asText("");
    String file = RequestMembers.get(config, FILE).asText("");
    int most = batches.terms().lines();
    Map<String, String> words = Map.of(MODEL, model, DISPLAY_NAME, name, FILE, file);
    if (!file.isEmpty()) {
      byte[] content = input(file, request);
      return batches.make(
          route,
          request,
          model,
          words,
          new GeminiResult(true),
          () -> GeminiInput.file(content, model, most));
    }
    JsonNode requests = config.path("requests").path("requests");
    if (!requests.isArray() || requests.isEmpty() || requests.size() > most) {
      throw wrong("batch.input_config.requests: from 1 to " + most + " requests are expected.");
    }
    ParsedInput input = GeminiInput.inline(requests, model);
    return batches.make(route, request, model, words, new GeminiResult(false), () -> input);
  }

  private byte[] input(String name, ApiRequest request) throws Refusal {
    String id = name.replaceFirst("^files/", "");
    KeptFile file = batches.files().find(BatchDialect.GEMINI, id, request.owner());
    if (file == null) {
      throw wrong("batch.input_config.file_name: there is no file " + name + ".");
    }
    return file.content();
  }

  /// The results of a batch that came in its request; null for one that came in a file.
  private byte @Nullable [] inline(BatchView view, ApiRequest request) throws Refusal {
    if (!view.order().word(FILE).isEmpty()) {
      return null;
    }
    String output = view.outputFile();
    if (output == null) {
      return new byte[0];
    }
    KeptFile file = batches.files().find(BatchDialect.GEMINI, output, request.owner());
    if (file == null) {
      throw missing("The results of " + view.order().id() + " are not there any more.");
    }
    return file.content();
  }

  private ObjectNode list(ApiRequest request) {
    var all = batches.list(BatchDialect.GEMINI, request.owner()).reversed();
    int limit = Page.limit(request.received(), "pageSize", PAGE, PAGE_MAX);
    String after = request.received().query("pageToken");
    Page<BatchView> page = Page.of(all, view -> view.order().id(), after, limit);
    ObjectNode list = MAKE.objectNode();
    ArrayNode operations = list.putArray("operations");
    page.items().forEach(view -> operations.add(GeminiBatchJson.of(view, new byte[0])));
    if (page.more()) {
      list.put("nextPageToken", page.items().getLast().order().id());
    }
    return list;
  }

  private BatchView look(Route route, ApiRequest request) throws Refusal {
    return known(batches.look(BatchDialect.GEMINI, route.id(), request.owner()), route);
  }

  private static BatchView known(@Nullable BatchView view, Route route) throws Refusal {
    if (view == null) {
      throw missing(route);
    }
    return view;
  }

  private static Refusal missing(Route route) {
    return missing("Requested entity was not found: batches/" + route.id());
  }

  private static Refusal missing(String message) {
    return new Refusal(new OpenAiError(404, "invalid_request_error", null, null, message));
  }

  private static Refusal wrong(String message) {
    return new Refusal(OpenAiError.invalid(null, null, message));
  }
}
