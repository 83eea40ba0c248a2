package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.JsonReading;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The requests for message batches of Anthropic's.
record AnthropicBatches(Batches batches) {
  static final String TOTAL = "total";

  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final ResultForm FORM = new AnthropicResult();
  private static final String PREFIX = "msgbatch_";
  private static final String PATH = "/v1/messages";
  private static final int PAGE = 20;
  private static final int PAGE_MAX = 1_000;

  /// Answers a request.
  ///
  /// @throws Refusal if it is wrong, or for a batch that there is not
  HttpReply answer(Route route, ApiRequest request) throws Refusal {
    return switch (route.step()) {
      case CREATE -> told(make(route, request), request);
      case LIST -> request.json(list(request));
      case POLL -> told(look(route, request), request);
      case CANCEL -> {
        String id = local(route.id());
        BatchView view = batches.cancel(BatchDialect.ANTHROPIC, id, request.owner());
        yield told(known(view, route), request);
      }
      case RESULTS -> results(route, request);
      case DELETE -> {
        BatchView view = look(route, request);
        if (!view.phase().isOver()) {
          throw wrong("batch " + route.id() + " cannot be deleted while it is being processed");
        }
        batches.remove(view.order().id());
        ObjectNode gone = MAKE.objectNode().put("id", route.id());
        yield request.json(gone.put("type", "message_batch_deleted"));
      }
      case UPLOAD -> throw missing(route);
    };
  }

  private static HttpReply told(BatchView view, ApiRequest request) {
    return request.json(AnthropicBatchJson.of(view, request.origin()));
  }

  private BatchView make(Route route, ApiRequest request) throws Refusal {
    JsonNode requests = JsonReading.tree(request.received().body()).path("requests");
    requireSome(requests);
    List<Line> lines = lines(requests, request);
    String model = requests.path(0).path("params").path("model").asText("");
    Map<String, String> words = Map.of(TOTAL, "" + lines.size());
    return batches.make(route, request, model, words, FORM, () -> ParsedInput.of(lines));
  }

  private void requireSome(JsonNode requests) throws Refusal {
    int most = batches.terms().lines();
    if (!requests.isArray() || requests.isEmpty()) {
      throw wrong("requests: List should have at least 1 item after validation");
    }
    if (requests.size() > most) {
      throw wrong("requests: List should have at most " + most + " items after validation");
    }
  }

  private static List<Line> lines(JsonNode requests, ApiRequest request) throws Refusal {
    List<Line> lines = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Header> headers = List.of(new Header("anthropic-version", version(request)));
    for (JsonNode one : requests) {
      String name = one.path("custom_id").asText("");
      String place = "requests." + lines.size();
      if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
        throw wrong(place + ".custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'");
      }
      if (!names.add(name)) {
        throw wrong(place + ".custom_id: custom_id must be unique in a batch");
      }
      if (!one.path("params").isObject()) {
        throw wrong(place + ".params: Field required");
      }
      byte[] body = one.path("params").toString().getBytes(StandardCharsets.UTF_8);
      lines.add(new Line(name, new ReceivedRequest("POST", PATH, headers, body)));
    }
    return lines;
  }

  private static String version(ApiRequest request) {
    String version = request.received().header("anthropic-version");
    return version == null ? "2023-06-01" : version;
  }

  private HttpReply results(Route route, ApiRequest request) throws Refusal {
    BatchView view = look(route, request);
    if (!view.phase().isOver()) {
      throw wrong("batch " + route.id() + " has not ended: it has no results yet");
    }
    String output = view.outputFile();
    if (output == null) {
      return Content.reply(request.headers(), "application/x-jsonl", new byte[0]);
    }
    KeptFile file = batches.files().find(BatchDialect.ANTHROPIC, output, request.owner());
    if (file == null) {
      throw missing(route);
    }
    return Content.reply(request.headers(), "application/x-jsonl", file.content());
  }

  private ObjectNode list(ApiRequest request) {
    var all = batches.list(BatchDialect.ANTHROPIC, request.owner()).reversed();
    int limit = Page.limit(request.received(), "limit", PAGE, PAGE_MAX);
    String after = request.received().query("after_id");
    Page<BatchView> page = Page.of(all, view -> PREFIX + view.order().id(), after, limit);
    ObjectNode list = MAKE.objectNode();
    ArrayNode data = list.putArray("data");
    page.items().forEach(view -> data.add(AnthropicBatchJson.of(view, request.origin())));
    list.put("has_more", page.more()).put("first_id", data.path(0).path("id").textValue());
    return list.put("last_id", data.path(data.size() - 1).path("id").textValue());
  }

  private BatchView look(Route route, ApiRequest request) throws Refusal {
    String id = local(route.id());
    return known(batches.look(BatchDialect.ANTHROPIC, id, request.owner()), route);
  }

  private static String local(String id) {
    return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : "";
  }

  private static BatchView known(@Nullable BatchView view, Route route) throws Refusal {
    if (view == null) {
      throw missing(route);
    }
    return view;
  }

  private static Refusal missing(Route route) {
    String message = "Batch " + route.id() + " not found";
    return new Refusal(new OpenAiError(404, "invalid_request_error", null, null, message));
  }

  private static Refusal wrong(String message) {
    return new Refusal(OpenAiError.invalid(null, null, message));
  }
}
