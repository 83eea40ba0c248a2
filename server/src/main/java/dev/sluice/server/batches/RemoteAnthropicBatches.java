package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.delegate.RemoteBatch;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteResult;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.HeapMeter.NoRoomException;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Anthropic's message batches: https://docs.claude.com/en/api/creating-message-batches. They have
/// no files, and no metadata: the names of the lines begin with the mark, and are to be seen in the
/// results alone, by which [AnthropicSearch] finds a batch.
///
/// @param http asks the provider
/// @param base the path of its API; empty for none
/// @param known what is known of its batches
record RemoteAnthropicBatches(BatchApiHttp http, String base, FirstNames known)
    implements RemoteBatches {
  static final JsonReader LIST = JsonReader.of("data", "request_counts");
  private static final JsonReader LINE = JsonReader.of("result", "error");
  private static final String JSON = "application/json";
  private static final String NO_FILE = "none";

  /// A tree of a line without what stands in its answer is not larger.
  private static final int MOST_TREE = 64 * 1024;

  @Override
  public byte[] line(String id, String endpoint, byte[] body) {
    byte[] head = "{\"custom_id\":%s,\"params\":".formatted(JsonStrings.quote(id)).getBytes(UTF_8);
    var line = new ByteArrayOutputStream(head.length + body.length + 2);
    line.writeBytes(head);
    RemoteJson.onOneLine(body, line);
    line.writeBytes("}\n".getBytes(UTF_8));
    return line.toByteArray();
  }

  @Override
  public String upload(String name, byte[] lines) {
    return NO_FILE;
  }

  @Override
  public RemoteBatch create(String file, String endpoint, String mark, Lines lines)
      throws RemoteFailure, IOException, InterruptedException {
    RemoteBatch made =
        batch(RemoteJson.tree(LIST, http.postSoon(path(), JSON, requests(lines.read()))));
    known.put(made.id(), mark + "-");
    return made;
  }

  /// The body that makes a batch of lines.
  private static byte[] requests(byte[] lines) {
    byte[] begin = "{\"requests\":[".getBytes(UTF_8);
    byte[] end = "]}".getBytes(UTF_8);
    int inside = Math.max(0, lines.length - 1);
    byte[] body = Arrays.copyOf(begin, begin.length + inside + end.length);
    for (int i = 0; i < inside; i++) {
      body[begin.length + i] = lines[i] == '\n' ? (byte) ',' : lines[i];
    }
    System.arraycopy(end, 0, body, begin.length + inside, end.length);
    return body;
  }

  private String path() {
    return base + "/v1/messages/batches";
  }

  @Override
  public Optional<RemoteBatch> find(String mark, int lines, long since)
      throws RemoteFailure, InterruptedException {
    return new AnthropicSearch(http, path(), known, mark, lines, since).find();
  }

  @Override
  public RemoteBatch get(String id) throws RemoteFailure, InterruptedException {
    RemoteBatch told = batch(RemoteJson.tree(LIST, http.get(path() + "/" + RemoteJson.name(id))));
    known.putTaken(id);
    return told;
  }

  @Override
  public void cancel(String id) throws RemoteFailure, InterruptedException {
    String path = path() + "/" + RemoteJson.name(id) + "/cancel";
    byte[] _ = http.post(path, JSON, "{}".getBytes(UTF_8));
  }

  @Override
  public void read(String file, ResultReceiver to)
      throws RemoteFailure, IOException, InterruptedException {
    http.lines(
        path() + "/" + RemoteJson.name(file) + "/results",
        line -> {
          RemoteResult result = result(line);
          if (result != null) {
            to.take(result);
          }
        });
  }

  @Override
  public void remove(String file) throws RemoteFailure, InterruptedException {
    if (!file.equals(NO_FILE)) {
      http.delete(path() + "/" + RemoteJson.name(file));
    }
  }

  static RemoteBatch batch(JsonNode tree) throws RemoteFailure {
    String id = RemoteJson.name(tree.string("id"));
    boolean ended = tree.string("processing_status", "").equals("ended");
    return new RemoteBatch(id, ended, ended ? List.of(id) : List.of(), "");
  }

  /// A line of results; null for what is none.
  private static @Nullable RemoteResult result(byte[] line) {
    try {
      JsonNode tree = LINE.read(line, HeapMeter.upTo(MOST_TREE));
      JsonNode result = tree.get("result");
      String id = tree.string("custom_id");
      if (id == null || result == null) {
        return null;
      }
      return switch (result.string("type", "")) {
        case "succeeded" -> said(id, 200, line, result.get("message"));
        case "errored" -> said(id, status(result.get("error")), line, result.get("error"));
        default -> new RemoteResult(id, 0, new byte[0]);
      };
    } catch (NotJsonException | NoRoomException none) {
      return null;
    }
  }

  private static RemoteResult said(String id, int status, byte[] line, @Nullable JsonNode body) {
    return body == null
        ? new RemoteResult(id, 0, new byte[0])
        : new RemoteResult(id, status, Arrays.copyOfRange(line, body.start(), body.end()));
  }

  /// The status of an error, by the table of https://docs.claude.com/en/api/errors.
  private static int status(@Nullable JsonNode error) {
    JsonNode inner = error == null ? null : error.get("error");
    return switch (inner == null ? "" : inner.string("type", "")) {
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "overloaded_error" -> 529;
      default -> 500;
    };
  }
}
