package dev.sluice.server.batches;

import dev.sluice.api.ApiError;
import dev.sluice.batches.LineRules;
import dev.sluice.dialect.json.JsonFlaw;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonScanner;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The requests of a body that makes a batch of messages, each written as a line of an input while
/// the body comes: one request is held at a time, and no tree of any. What `params` say is judged
/// when the line is called, but for what concerns the batch. For one thread.
///
/// ```text
/// {"requests": [{"custom_id": "a", "params": {...}}, ...]}
/// ```
final class MessageRequests
    implements RequestLines, JsonScanner.Listener<MessageRequests.Found, ResourceFault> {
  /// The path of all lines.
  static final String ENDPOINT = "/v1/messages";

  private static final String REQUESTS = "requests";
  private static final String CUSTOM_ID = "custom_id";
  private static final String PARAMS = "params";
  private static final String STREAM = "stream";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final int LONGEST_NAME = 64;

  /// What a name takes that is kept to be compared.
  private static final int NAME_COSTS = 192;

  private static final JsonSelector<Found> BODY =
      JsonSelector.<Found>object(
              Map.of(
                  REQUESTS,
                  JsonSelector.array(
                      Found.REQUESTS,
                      JsonSelector.objectTold(
                              Found.REQUEST,
                              Map.of(
                                  CUSTOM_ID,
                                  JsonSelector.kept(Found.CUSTOM_ID),
                                  PARAMS,
                                  JsonSelector.objectTold(
                                      Found.PARAMS,
                                      Map.of(STREAM, JsonSelector.reported(Found.STREAM)))))
                          .unique())))
          .unique();

  private final JsonScanner<Found, ResourceFault> scanner = new JsonScanner<>(BODY, this);
  private final InputLines lines;
  private final Set<String> names = new HashSet<>();
  private boolean listed;

  /// Of the request that is read.
  private String name = "";

  private long begin;
  private long end;

  /// What is looked at.
  enum Found {
    REQUESTS,
    REQUEST,
    CUSTOM_ID,
    PARAMS,
    STREAM
  }

  /// @param mostLines how many requests there may be
  /// @param largest how many bytes a line may have
  MessageRequests(int mostLines, int largest) {
    this.lines = new InputLines(ENDPOINT, mostLines, largest);
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
    if (!listed) {
      throw ResourceFaults.missing(REQUESTS, "name the requests of the batch");
    }
    if (lines.count() == 0) {
      throw ResourceFaults.invalid(REQUESTS, "must have at least one request");
    }
  }

  @Override
  public int count() {
    return lines.count();
  }

  @Override
  public long held() {
    return lines.held() + scanner.capacity() + (long) NAME_COSTS * names.size();
  }

  @Override
  public void found(Found what, JsonScanner<Found, ResourceFault> at) throws ResourceFault {
    switch (what) {
      case REQUESTS -> {
        listed = true;
        require(at.kind() == JsonKind.ARRAY, REQUESTS, "must be an array");
      }
      case CUSTOM_ID -> name = name(at);
      case PARAMS -> {
        require(at.kind() == JsonKind.OBJECT, path(PARAMS), "must be an object");
        begin = at.start();
        end = at.end();
      }
      case STREAM ->
          require(
              at.kind() != JsonKind.BOOLEAN || !at.isTrue(),
              path(PARAMS) + "." + STREAM,
              "must not be true in a batch: leave it out");
      case REQUEST -> request(at);
    }
  }

  private String name(JsonScanner<Found, ResourceFault> at) throws ResourceFault {
    String said = at.kind() == JsonKind.STRING ? at.text() : "";
    require(
        NAME.matcher(said).matches(),
        path(CUSTOM_ID),
        "must have 1 to %d letters, digits, - and _".formatted(LONGEST_NAME));
    require(names.add(said), path(CUSTOM_ID), "is that of another request: each must have its own");
    return said;
  }

  private void request(JsonScanner<Found, ResourceFault> at) throws ResourceFault {
    require(at.kind() == JsonKind.OBJECT, path(""), "must be an object");
    if (name.isEmpty()) {
      throw ResourceFaults.missing(path(CUSTOM_ID), "name the request, to know its result by");
    }
    if (end == 0) {
      throw ResourceFaults.missing(path(PARAMS), "say what " + ENDPOINT + " would be sent");
    }
    lines.add('"' + name + '"', begin, end, at.end());
    name = "";
    end = 0;
  }

  @Override
  public void unknown(String what, JsonScanner<Found, ResourceFault> at) throws ResourceFault {
    boolean outer = at.path().equals(what);
    String shown = LineRules.shown(what);
    throw ResourceFaults.invalid(outer ? shown : path(shown), "is not known: leave it out");
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
