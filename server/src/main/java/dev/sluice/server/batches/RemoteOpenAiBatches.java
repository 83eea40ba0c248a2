package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.delegate.RemoteBatch;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteFailure.Kind;
import dev.sluice.batches.delegate.RemoteResult;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.HeapMeter.NoRoomException;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.multipart.FileUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// OpenAI's batch API, which Azure has, too: https://platform.openai.com/docs/api-reference/batch.
///
/// @param http asks the provider
/// @param base the path of its API, such as `/v1`
/// @param paths whether the calls of lines have paths with `/v1` in front, which Azure's have not
/// @param random for the boundaries of forms
record RemoteOpenAiBatches(BatchApiHttp http, String base, boolean paths, RandomGenerator random)
    implements RemoteBatches {
  /// The name in a batch's metadata under which its mark stands.
  private static final String MARK = "sluice_batch";

  private static final JsonReader READER = JsonReader.of("data", "metadata", "errors");
  private static final JsonReader LINES = JsonReader.of("response");
  private static final String JSON = "application/json";
  private static final int LEAST_STATUS = 200;
  private static final int MOST_STATUS = 599;
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 50;
  private static final int BOUNDARY = 24;

  /// How far the provider's clock may be behind.
  private static final long SKEW = Duration.ofHours(1).toMillis();

  private static final int LONGEST_WORDS = 300;

  /// A tree of a line without what stands in its answer is not larger.
  private static final int MOST_TREE = 64 * 1024;

  @Override
  public byte[] line(String id, String endpoint, byte[] body) {
    byte[] head =
        "{\"custom_id\":%s,\"method\":\"POST\",\"url\":%s,\"body\":"
            .formatted(JsonStrings.quote(id), JsonStrings.quote(url(endpoint)))
            .getBytes(UTF_8);
    var line = new ByteArrayOutputStream(head.length + body.length + 2);
    line.writeBytes(head);
    RemoteJson.onOneLine(body, line);
    line.writeBytes("}\n".getBytes(UTF_8));
    return line.toByteArray();
  }

  private String url(String endpoint) {
    return paths || !endpoint.startsWith("/v1/") ? endpoint : endpoint.substring("/v1".length());
  }

  @Override
  public String upload(String name, byte[] lines) throws RemoteFailure, InterruptedException {
    byte[] noise = new byte[BOUNDARY];
    random.nextBytes(noise);
    var form = new FileUpload("sluice-" + HexFormat.of().formatHex(noise));
    byte[] head = form.head("purpose", "batch", name, "application/jsonl");
    return id(http.post(base + "/files", form.type(), joined(head, lines, form.end())));
  }

  private static byte[] joined(byte[] before, byte[] lines, byte[] behind) {
    byte[] all = Arrays.copyOf(before, before.length + lines.length + behind.length);
    System.arraycopy(lines, 0, all, before.length, lines.length);
    System.arraycopy(behind, 0, all, before.length + lines.length, behind.length);
    return all;
  }

  @Override
  public RemoteBatch create(String file, String endpoint, String mark, Lines lines)
      throws RemoteFailure, InterruptedException {
    return batch(http.postSoon(base + "/batches", JSON, order(file, endpoint, mark)));
  }

  private byte[] order(String file, String endpoint, String mark) {
    return new JsonOutput()
        .open('{')
        .field("input_file_id", file)
        .field("endpoint", url(endpoint))
        .field("completion_window", "24h")
        .name("metadata")
        .open('{')
        .field(MARK, mark)
        .close('}')
        .close('}')
        .bytes();
  }

  @Override
  public Optional<RemoteBatch> find(String mark, int lines, long since)
      throws RemoteFailure, InterruptedException {
    long oldest = (since - SKEW) / Duration.ofSeconds(1).toMillis();
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      String query = "?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + after);
      JsonNode list = tree(http.get(base + "/batches" + query));
      List<JsonNode> found = list.children("data");
      for (JsonNode one : found) {
        JsonNode words = one.get("metadata");
        if (words != null && mark.equals(words.string(MARK))) {
          return Optional.of(batch(one));
        }
      }
      if (found.isEmpty() || !list.isTrue("has_more")) {
        return Optional.empty();
      }
      after = RemoteJson.name(found.getLast().string("id"));
      if (found.getLast().number("created_at", Long.MAX_VALUE) < oldest) {
        return Optional.empty();
      }
    }
    throw new RemoteFailure(
        Kind.UNKNOWN,
        "whether a batch that was asked for was made is not known: the provider has more than %d since"
            .formatted(PAGE * MOST_PAGES),
        Optional.empty());
  }

  @Override
  public RemoteBatch get(String id) throws RemoteFailure, InterruptedException {
    return batch(http.get(base + "/batches/" + RemoteJson.name(id)));
  }

  @Override
  public void cancel(String id) throws RemoteFailure, InterruptedException {
    byte[] _ =
        http.post(base + "/batches/" + RemoteJson.name(id) + "/cancel", JSON, "{}".getBytes(UTF_8));
  }

  @Override
  public void read(String file, ResultReceiver to)
      throws RemoteFailure, IOException, InterruptedException {
    http.lines(
        base + "/files/" + RemoteJson.name(file) + "/content",
        line -> {
          RemoteResult result = result(line);
          if (result != null) {
            to.take(result);
          }
        });
  }

  @Override
  public void remove(String file) throws RemoteFailure, InterruptedException {
    http.delete(base + "/files/" + RemoteJson.name(file));
  }

  /// A line of results; null for what is none.
  private static @Nullable RemoteResult result(byte[] line) {
    try {
      JsonNode tree = LINES.read(line, HeapMeter.upTo(MOST_TREE));
      String id = tree.string("custom_id");
      if (id == null) {
        return null;
      }
      JsonNode response = tree.get("response");
      JsonNode body = response == null ? null : response.get("body");
      if (response == null || body == null) {
        return new RemoteResult(id, 0, new byte[0]);
      }
      long status = response.number("status_code", 0);
      return status >= LEAST_STATUS && status <= MOST_STATUS
          ? new RemoteResult(id, (int) status, Arrays.copyOfRange(line, body.start(), body.end()))
          : new RemoteResult(id, 0, new byte[0]);
    } catch (NotJsonException | NoRoomException none) {
      return null;
    }
  }

  private static RemoteBatch batch(byte[] json) throws RemoteFailure {
    return batch(tree(json));
  }

  private static RemoteBatch batch(JsonNode tree) throws RemoteFailure {
    String status = tree.string("status", "");
    boolean ended =
        switch (status) {
          case "completed", "failed", "expired", "cancelled" -> true;
          default -> false;
        };
    List<String> results = new ArrayList<>();
    for (String file : List.of("output_file_id", "error_file_id")) {
      String name = tree.string(file, "");
      if (ended && !name.isEmpty()) {
        results.add(RemoteJson.name(name));
      }
    }
    return new RemoteBatch(
        RemoteJson.name(tree.string("id")),
        ended,
        results,
        status.equals("failed") ? "the provider's batch has failed: " + words(tree) : "");
  }

  private static String words(JsonNode tree) {
    JsonNode errors = tree.get("errors");
    List<JsonNode> all = errors == null ? List.of() : errors.children("data");
    String said = all.isEmpty() ? "no reason is given" : all.getFirst().string("message", "");
    return RemoteJson.shown(said, LONGEST_WORDS);
  }

  private static String id(byte[] json) throws RemoteFailure {
    return RemoteJson.name(tree(json).string("id"));
  }

  private static JsonNode tree(byte[] json) throws RemoteFailure {
    return RemoteJson.tree(READER, json);
  }
}
