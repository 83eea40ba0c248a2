package dev.sluice.server.batches;

import dev.sluice.api.ApiError;
import dev.sluice.api.Json;
import dev.sluice.batches.LineRules;
import dev.sluice.dialect.json.JsonFlaw;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonScanner;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// The requests of a body that makes a batch in Gemini's dialect, each written as a line of an
/// input while the body comes: one request is held at a time, and no tree of any. For one thread.
///
/// ```text
/// {"batch": {"displayName": "a", "inputConfig": {"requests": {"requests": [
///   {"request": {...}, "metadata": {...}}, ...]}}}}
/// ```
///
/// As in Google's JSON a name may be written with underscores, too.
final class GenerateRequests
    implements RequestLines, JsonScanner.Listener<GenerateRequests.Found, ResourceFault> {
  private static final String REQUESTS = "requests";
  private static final int LONGEST_NAME = 512;

  private final JsonScanner<Found, ResourceFault> scanner = new JsonScanner<>(body(), this);
  private final InputLines lines;
  private String name = "";
  private String file = "";

  /// Of the request that is read.
  private long begin;

  private long end;
  private String metadata = "";

  /// What is looked at.
  enum Found {
    NAME,
    FILE,
    REQUESTS,
    REQUEST,
    BODY,
    METADATA
  }

  /// @param endpoint the path of all lines
  /// @param mostLines how many requests there may be
  /// @param largest how many bytes a line may have
  GenerateRequests(String endpoint, int mostLines, int largest) {
    this.lines = new InputLines(endpoint, mostLines, largest);
  }

  private static JsonSelector<Found> body() {
    JsonSelector<Found> request =
        JsonSelector.objectTold(
                Found.REQUEST,
                Map.of(
                    "request",
                    JsonSelector.reported(Found.BODY),
                    "metadata",
                    JsonSelector.reported(Found.METADATA)))
            .unique();
    JsonSelector<Found> list =
        JsonSelector.object(Map.of(REQUESTS, JsonSelector.array(Found.REQUESTS, request)));
    Map<String, JsonSelector<Found>> config = new HashMap<>(Map.of(REQUESTS, list));
    both(config, "fileName", "file_name", JsonSelector.kept(Found.FILE));
    Map<String, JsonSelector<Found>> batch = new HashMap<>();
    both(batch, "displayName", "display_name", JsonSelector.kept(Found.NAME));
    both(batch, "inputConfig", "input_config", JsonSelector.object(config));
    return JsonSelector.object(Map.of("batch", JsonSelector.object(batch)));
  }

  private static void both(
      Map<String, JsonSelector<Found>> to, String name, String other, JsonSelector<Found> what) {
    to.put(name, what);
    to.put(other, what);
  }

  @Override
  public ByteBuffer feed(byte[] piece, int length) throws ResourceFault {
    lines.keep(piece, 0, length);
    scanner.feed(piece, 0, length);
    return lines.take();
  }

  @Override
  public void finish() throws ResourceFault {
    scanner.finish();
    boolean inline = lines.count() > 0;
    if (inline != file.isEmpty()) {
      throw ResourceFaults.invalid(
          "batch.input_config", "must have either requests or the name of a file with some");
    }
  }

  @Override
  public int count() {
    return lines.count();
  }

  @Override
  public long held() {
    return lines.held() + scanner.capacity();
  }

  /// The name of the batch for people; empty for none.
  String name() {
    return name;
  }

  /// The name of the file of requests, such as `files/abc`; empty for none.
  String file() {
    return file;
  }

  @Override
  public void found(Found what, JsonScanner<Found, ResourceFault> at) throws ResourceFault {
    switch (what) {
      case NAME -> name = text(at, "batch.display_name");
      case FILE -> file = text(at, "batch.input_config.file_name");
      case REQUESTS -> require(at.kind() == JsonKind.ARRAY, REQUESTS, "must be an array");
      case BODY -> {
        require(at.kind() == JsonKind.OBJECT, path("request"), "must be an object");
        begin = at.start();
        end = at.end();
      }
      case METADATA -> {
        require(at.end() - at.start() <= GenerateLine.MOST, path("metadata"), GenerateLine.LONG);
        metadata = lines.text(at.start(), at.end());
      }
      case REQUEST -> request(at);
    }
  }

  private static String text(JsonScanner<Found, ResourceFault> at, String path)
      throws ResourceFault {
    String text = at.kind() == JsonKind.STRING ? at.text() : "";
    boolean fits = !text.isEmpty() && text.length() <= LONGEST_NAME;
    require(fits, path, "must be a text of at most " + LONGEST_NAME + " characters");
    return text;
  }

  private void request(JsonScanner<Found, ResourceFault> at) throws ResourceFault {
    require(at.kind() == JsonKind.OBJECT, path(""), "must be an object");
    if (end == 0) {
      throw ResourceFaults.missing(path("request"), "say what the model would be sent");
    }
    String customId = Json.string(GenerateLine.customId(lines.count(), metadata));
    lines.add(customId, begin, end, at.end());
    end = 0;
    metadata = "";
  }

  @Override
  public void unknown(String what, JsonScanner<Found, ResourceFault> at) throws ResourceFault {
    throw ResourceFaults.invalid(path(LineRules.shown(what)), "is not known: leave it out");
  }

  @Override
  public ResourceFault refused(JsonFlaw flaw, long position, JsonScanner<Found, ResourceFault> at) {
    return new ResourceFault(
        ApiError.request(
            400,
            "invalid_json",
            "the body is no JSON that is taken here, at byte %d: %s"
                .formatted(position, flaw.what())));
  }

  /// The path of a member of the request that is read.
  private String path(String member) {
    return REQUESTS + "." + lines.count() + (member.isEmpty() ? "" : "." + member);
  }

  private static void require(boolean fits, String path, String what) throws ResourceFault {
    if (!fits) {
      throw ResourceFaults.invalid(path, what);
    }
  }
}
