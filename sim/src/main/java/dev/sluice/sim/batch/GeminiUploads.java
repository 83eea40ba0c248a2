package dev.sluice.sim.batch;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.gemini.RequestMembers;
import dev.sluice.sim.wire.ReceivedRequest;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files of Gemini's that come in several requests (the protocol `resumable`), the last so many of
/// them. Safe for any number of threads.
final class GeminiUploads {
  private static final int MOST = 64;
  private static final String COMMAND = "x-goog-upload-command";

  private final Clock clock;
  private final HeldBytes room = new HeldBytes();

  @GuardedBy("this")
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  GeminiUploads(Clock clock) {
    this.clock = clock;
  }

  /// A file that is coming.
  private record Upload(String owner, String name, String type, ByteArrayOutputStream content) {}

  /// What a request has done.
  ///
  /// @param url for what comes next
  /// @param whole the file, with the last of it; else null
  record Step(String url, long received, @Nullable KeptFile whole) {}

  /// Begins a file, or takes a part of one.
  ///
  /// @throws Refusal if it is neither
  synchronized Step step(ApiRequest request) throws Refusal {
    ReceivedRequest received = request.received();
    String said = received.header(COMMAND);
    String command = said == null ? "" : said.replace(" ", "");
    if (command.equals("start")) {
      return begin(request);
    }
    String id = received.query("upload_id");
    Upload upload = id == null ? null : uploads.get(id);
    if (id == null || upload == null || !upload.owner().equals(request.owner())) {
      throw refused(404, "There is no such upload.");
    }
    String url = url(request, id);
    if (command.startsWith("upload")) {
      take(upload, received);
    }
    boolean last = command.endsWith("finalize");
    KeptFile whole = last ? whole(id, upload) : null;
    return new Step(url, upload.content().size(), whole);
  }

  @GuardedBy("this")
  private Step begin(ApiRequest request) throws Refusal {
    byte[] body = request.received().body();
    JsonNode file = body.length == 0 ? null : RequestMembers.read(body).path("file");
    String said = request.received().header("x-goog-upload-header-content-type");
    String name = file == null ? "" : RequestMembers.get(file, "displayName").asText("");
    String type = said == null ? "application/octet-stream" : said;
    uploads.put(request.id(), new Upload(request.owner(), name, type, new ByteArrayOutputStream()));
    if (uploads.size() > MOST) {
      end(uploads.keySet().iterator().next());
    }
    return new Step(url(request, request.id()), 0, null);
  }

  private void take(Upload upload, ReceivedRequest received) throws Refusal {
    String offset = received.header("x-goog-upload-offset");
    if (!String.valueOf(upload.content().size()).equals(offset)) {
      throw refused(400, "The offset must be " + upload.content().size() + ".");
    }
    if (!room.take(received.body().length)) {
      throw refused(413, "The simulator has no room for so many uploads that are not complete.");
    }
    upload.content().writeBytes(received.body());
  }

  @GuardedBy("this")
  private KeptFile whole(String id, Upload upload) {
    end(id);
    return new KeptFile(
        BatchDialect.GEMINI,
        id,
        upload.owner(),
        "user",
        upload.name(),
        upload.type(),
        upload.content().toByteArray(),
        clock.wall().getEpochSecond(),
        clock.nanos());
  }

  @GuardedBy("this")
  private void end(String id) {
    Upload upload = uploads.remove(id);
    if (upload != null) {
      room.give(upload.content().size());
    }
  }

  /// The address for what comes next. It brings the key, since clients send none with the parts.
  private static String url(ApiRequest request, String id) {
    String path = "/upload/" + request.version() + "/files?upload_id=" + id;
    String key = request.owner().isEmpty() ? "" : "&key=" + encode(request.owner(), UTF_8);
    return request.origin() + path + "&upload_protocol=resumable" + key;
  }

  private static Refusal refused(int status, String message) {
    return new Refusal(new OpenAiError(status, "invalid_request_error", null, null, message));
  }
}
