package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.wire.HttpReply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The requests for files of OpenAI's and Azure's.
record OpenAiFiles(Batches batches) {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final int PAGE = 10_000;

  /// Answers a request.
  ///
  /// @throws Refusal if it is wrong, or for a file that there is not
  HttpReply answer(Route route, ApiRequest request) throws Refusal {
    return switch (route.step()) {
      case UPLOAD -> request.json(told(upload(request)));
      case LIST -> request.json(list(request));
      case POLL -> request.json(told(find(route.id(), request)));
      case RESULTS ->
          Content.reply(
              request.headers(), "application/octet-stream", find(route.id(), request).content());
      case DELETE -> {
        KeptFile file = find(route.id(), request);
        batches.files().remove(file.id());
        ObjectNode gone = MAKE.objectNode().put("id", file.id()).put("object", "file");
        yield request.json(gone.put("deleted", true));
      }
      case CREATE, CANCEL -> throw new IllegalArgumentException("is not for files");
    };
  }

  private KeptFile upload(ApiRequest request) throws Refusal {
    FormParts form = FormParts.of(request.received());
    byte[] content = form.file();
    String purpose = form.texts().getOrDefault("purpose", "");
    if (content == null || purpose.isEmpty()) {
      String missing = content == null ? "file" : "purpose";
      throw new Refusal(
          OpenAiError.invalid(missing, null, "Missing required parameter: '" + missing + "'."));
    }
    KeptFile file =
        new KeptFile(
            BatchDialect.OPENAI,
            "file-" + request.id(),
            request.owner(),
            purpose,
            form.fileName(),
            "application/octet-stream",
            content,
            batches.clock().wall().getEpochSecond(),
            batches.clock().nanos() + batches.terms().pending().toNanos());
    batches.files().keep(file);
    return file;
  }

  private ObjectNode list(ApiRequest request) {
    String purpose = request.received().query("purpose");
    List<KeptFile> all =
        new ArrayList<>(batches.files().list(BatchDialect.OPENAI, request.owner()));
    all.removeIf(file -> purpose != null && !file.purpose().equals(purpose));
    if (!"asc".equals(request.received().query("order"))) {
      Collections.reverse(all);
    }
    int limit = Page.limit(request.received(), "limit", PAGE, PAGE);
    Page<KeptFile> page = Page.of(all, KeptFile::id, request.received().query("after"), limit);
    ObjectNode list = MAKE.objectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    page.items().forEach(file -> data.add(told(file)));
    list.put("first_id", data.path(0).path("id").textValue());
    list.put("last_id", data.path(data.size() - 1).path("id").textValue());
    return list.put("has_more", page.more());
  }

  private KeptFile find(String id, ApiRequest request) throws Refusal {
    KeptFile file = batches.files().find(BatchDialect.OPENAI, id, request.owner());
    if (file == null) {
      String message = "No such File object: " + id;
      throw new Refusal(new OpenAiError(404, "invalid_request_error", "id", null, message));
    }
    return file;
  }

  private ObjectNode told(KeptFile file) {
    ObjectNode told = MAKE.objectNode().put("object", "file").put("id", file.id());
    told.put("purpose", file.purpose()).put("filename", file.name());
    told.put("bytes", file.content().length).put("created_at", file.created());
    told.put("status", isPending(file) ? "pending" : "processed");
    return told.putNull("status_details");
  }

  boolean isPending(KeptFile file) {
    return batches.clock().nanos() - file.ready() < 0;
  }
}
