package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.delegate.RemoteBatch;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteFailure.Kind;
import dev.sluice.batches.delegate.RemoteResult;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Anthropic's message batches: https://docs.claude.com/en/api/creating-message-batches. They have
/// no files, and no metadata: the names of the lines begin with the mark, and are to be seen in the
/// results alone. So a batch is found again among those of the same time and size once it has
/// ended; as long as one of them runs, nobody knows.
///
/// @param http asks the provider
/// @param base the path of its API; empty for none
record AnthropicBatches(ProviderHttp http, String base) implements RemoteBatches {
  private static final JsonReader LIST = JsonReader.of("data", "request_counts");
  private static final JsonReader LINE = JsonReader.of("result", "error");
  private static final String JSON = "application/json";
  private static final String NO_FILE = "none";
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 20;

  /// How far the provider's clock may be beside this one.
  private static final Duration SKEW = Duration.ofMinutes(10);

  /// How long until it is worth to look again whether a batch has ended that may be the one.
  private static final Optional<Duration> LOOK_AGAIN = Optional.of(Duration.ofMinutes(1));

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
    byte[] all = lines.read();
    var body = new ByteArrayOutputStream(all.length + 32);
    body.writeBytes("{\"requests\":[".getBytes(UTF_8));
    for (int i = 0; i < all.length - 1; i++) {
      body.write(all[i] == '\n' ? ',' : all[i]);
    }
    body.writeBytes("]}".getBytes(UTF_8));
    return batch(RemoteJson.tree(LIST, http.postSoon(path(), JSON, body.toByteArray())));
  }

  private String path() {
    return base + "/v1/messages/batches";
  }

  @Override
  public Optional<RemoteBatch> find(String mark, int lines, long since)
      throws RemoteFailure, InterruptedException {
    Instant oldest = Instant.ofEpochMilli(since).minus(SKEW);
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      String query = "?limit=" + PAGE + (after.isEmpty() ? "" : "&after_id=" + after);
      JsonNode list = RemoteJson.tree(LIST, http.get(path() + query));
      for (JsonNode one : list.children("data")) {
        if (made(one).isBefore(oldest)) {
          return Optional.empty();
        }
        if (total(one) <= lines && isOf(mark, batch(one))) {
          return Optional.of(batch(one));
        }
      }
      if (list.children("data").isEmpty() || !list.isTrue("has_more")) {
        return Optional.empty();
      }
      after = RemoteJson.name(list.children("data").getLast().string("id"));
    }
    return Optional.empty();
  }

  private static Instant made(JsonNode batch) {
    try {
      return Instant.parse(batch.string("created_at", ""));
    } catch (DateTimeParseException none) {
      return Instant.MAX;
    }
  }

  private static long total(JsonNode batch) {
    JsonNode counts = batch.get("request_counts");
    return counts == null
        ? Long.MAX_VALUE
        : counts.children().stream().mapToLong(count -> counts.number(count.name(), 0)).sum();
  }

  private boolean isOf(String mark, RemoteBatch batch) throws RemoteFailure, InterruptedException {
    if (!batch.ended()) {
      throw new RemoteFailure(
          Kind.UNKNOWN,
          "whether a batch that was asked for was made is known once %s has ended"
              .formatted(batch.id()),
          LOOK_AGAIN);
    }
    return http.firstLine(path() + "/" + batch.id() + "/results")
        .map(AnthropicBatches::result)
        .filter(result -> result.id().startsWith(mark + "-"))
        .isPresent();
  }

  @Override
  public RemoteBatch get(String id) throws RemoteFailure, InterruptedException {
    return batch(RemoteJson.tree(LIST, http.get(path() + "/" + RemoteJson.name(id))));
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

  private static RemoteBatch batch(JsonNode tree) throws RemoteFailure {
    String id = RemoteJson.name(tree.string("id"));
    boolean ended = tree.string("processing_status", "").equals("ended");
    return new RemoteBatch(id, ended, ended ? List.of(id) : List.of(), "");
  }

  /// A line of results; null for what is none.
  private static @Nullable RemoteResult result(byte[] line) {
    try {
      JsonNode tree = LINE.read(line, HeapMeter.unbounded());
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
    } catch (NotJsonException none) {
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
