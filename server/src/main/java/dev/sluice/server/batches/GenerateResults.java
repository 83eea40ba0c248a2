package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.Json;
import dev.sluice.batches.Ending;
import dev.sluice.batches.ResultReader;
import dev.sluice.batches.ResultReader.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The results of a batch in Gemini's form, in the order of its requests, made of the files of
/// results while these are read. For one thread.
final class GenerateResults {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BAD = 400;

  /// No error has more bytes; of a longer one nothing is told.
  private static final int LONGEST_ERROR = 64 * 1024;

  /// The numbers that https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
  /// has for statuses of HTTP.
  private static final Map<Integer, Integer> CODES =
      Map.ofEntries(
          Map.entry(400, 3),
          Map.entry(401, 16),
          Map.entry(403, 7),
          Map.entry(404, 5),
          Map.entry(409, 10),
          Map.entry(429, 8),
          Map.entry(500, 13),
          Map.entry(501, 12),
          Map.entry(503, 14),
          Map.entry(504, 4));

  private static final int UNKNOWN = 2;
  private static final Map<String, Integer> UNCALLED =
      Map.of(
          Ending.CANCELLED.code(),
          1,
          Ending.EXPIRED.code(),
          4,
          Ending.KEY_REVOKED.code(),
          7,
          Ending.KEY_EXPIRED.code(),
          7);
  private static final int INTERNAL = 13;

  private final AnswerBlocks out;
  private final boolean inline;
  private boolean first = true;

  /// @param inline whether the results are elements of an array, and not a line each
  GenerateResults(AnswerBlocks out, boolean inline) {
    this.out = out;
    this.inline = inline;
  }

  /// Adds the results of files, each of which has some, in order.
  void add(List<ResultReader> files) throws IOException, InterruptedException {
    int[] places = new int[files.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = next(files.get(i));
    }
    for (int least = least(places); least >= 0; least = least(places)) {
      add(files.get(least));
      places[least] = next(files.get(least));
    }
  }

  /// The place of the next result of a file, beyond all others at its end.
  private static int next(ResultReader file) throws IOException, InterruptedException {
    return file.next() ? GenerateLine.of(file.line().customId()).place() : Integer.MAX_VALUE;
  }

  private static int least(int[] places) {
    int least = -1;
    for (int i = 0; i < places.length; i++) {
      if (places[i] < (least < 0 ? Integer.MAX_VALUE : places[least])) {
        least = i;
      }
    }
    return least;
  }

  private void add(ResultReader from) throws IOException, InterruptedException {
    Result line = from.line();
    String said = GenerateLine.of(line.customId()).said();
    out.write(inline && !first ? ",{" : "{");
    first = false;
    if (!said.isEmpty()) {
      out.write((inline ? "\"metadata\":" : "\"key\":") + said + ",");
    }
    addAnswer(from, line);
    out.write(inline ? "}" : "}\n");
  }

  private void addAnswer(ResultReader from, Result line) throws IOException, InterruptedException {
    if (line.isAnswered() && line.status() < BAD) {
      out.write("\"response\":");
      from.body(out::write);
    } else {
      out.write("\"error\":" + (line.isAnswered() ? refused(from) : uncalled(line)));
    }
  }

  private static String refused(ResultReader from) throws IOException, InterruptedException {
    int status = from.line().status();
    var body = new ByteArrayOutputStream();
    from.body(
        (bytes, at, length) ->
            body.write(bytes, at, Math.min(length, LONGEST_ERROR - body.size())));
    return error(CODES.getOrDefault(status, UNKNOWN), message(body.toString(UTF_8), status));
  }

  private static String message(String body, int status) {
    try {
      JsonNode said = JSON.readTree(body).path("error").path("message");
      if (said.isTextual()) {
        return said.textValue();
      }
    } catch (IOException cut) {
      // Told below.
    }
    return "the request was answered with the status " + status;
  }

  private static String uncalled(Result line) {
    return error(UNCALLED.getOrDefault(line.code(), INTERNAL), line.message());
  }

  private static String error(int code, String message) {
    return "{\"code\":" + code + ",\"message\":" + Json.string(message) + "}";
  }
}
