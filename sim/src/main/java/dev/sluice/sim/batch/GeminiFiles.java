package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.wire.HttpReply;
import java.time.Duration;
import java.time.Instant;

/// The requests for files of Gemini's.
record GeminiFiles(Batches batches, GeminiUploads uploads) {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final Duration LIFE = Duration.ofDays(2);
  private static final int PAGE = 10;
  private static final int PAGE_MAX = 100;

  /// Answers a request.
  ///
  /// @throws Refusal if it is wrong, or for a file that there is not
  HttpReply answer(Route route, ApiRequest request) throws Refusal {
    return switch (route.step()) {
      case UPLOAD -> upload(request);
      case LIST -> request.json(list(request));
      case POLL -> request.json(told(find(route, request), request));
      case RESULTS -> {
        KeptFile file = find(route, request);
        yield Content.reply(request.headers(), file.type(), file.content());
      }
      case DELETE -> {
        batches.files().remove(find(route, request).id());
        yield request.json(MAKE.objectNode());
      }
      case CREATE, CANCEL -> throw new IllegalArgumentException("is not for files");
    };
  }

  private HttpReply upload(ApiRequest request) throws Refusal {
    GeminiUploads.Step step = uploads.step(request);
    KeptFile file = step.whole();
    if (file == null) {
      return going(step, request);
    }
    batches.files().keep(file);
    ObjectNode made = MAKE.objectNode();
    made.set("file", told(file, request));
    return request.json(made).head(head -> head.plus("x-goog-upload-status", "final"));
  }

  private static HttpReply going(GeminiUploads.Step step, ApiRequest request) {
    HttpReply going = request.json(MAKE.objectNode());
    return going.head(
        head ->
            head.plus("x-goog-upload-status", "active")
                .plus("x-goog-upload-url", step.url())
                .plus("x-goog-upload-size-received", "" + step.received()));
  }

  private ObjectNode list(ApiRequest request) {
    var all = batches.files().list(BatchDialect.GEMINI, request.owner()).reversed();
    int limit = Page.limit(request.received(), "pageSize", PAGE, PAGE_MAX);
    String after = request.received().query("pageToken");
    Page<KeptFile> page = Page.of(all, KeptFile::id, after, limit);
    ObjectNode list = MAKE.objectNode();
    ArrayNode files = list.putArray("files");
    page.items().forEach(file -> files.add(told(file, request)));
    if (page.more()) {
      list.put("nextPageToken", page.items().getLast().id());
    }
    return list;
  }

  private KeptFile find(Route route, ApiRequest request) throws Refusal {
    KeptFile file = batches.files().find(BatchDialect.GEMINI, route.id(), request.owner());
    if (file == null) {
      String message =
          "You do not have permission to access the File " + route.id() + " or it may not exist.";
      throw new Refusal(new OpenAiError(403, "invalid_request_error", null, null, message));
    }
    return file;
  }

  private static ObjectNode told(KeptFile file, ApiRequest request) {
    String uri = request.origin() + "/" + request.version() + "/files/" + file.id();
    boolean output = file.purpose().equals("batch_output");
    Instant created = Instant.ofEpochSecond(file.created());
    ObjectNode told = MAKE.objectNode().put("name", "files/" + file.id());
    told.put("displayName", file.name()).put("mimeType", file.type());
    told.put("sizeBytes", "" + file.content().length).put("createTime", created.toString());
    told.put("updateTime", created.toString());
    told.put("expirationTime", created.plus(LIFE).toString());
    told.put("uri", uri).put("state", "ACTIVE");
    if (output) {
      told.put("downloadUri", uri + ":download?alt=media");
    }
    return told.put("source", output ? "GENERATED" : "UPLOADED");
  }
}
