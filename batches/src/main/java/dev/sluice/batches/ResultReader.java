package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.io.IOException;
import java.util.Arrays;

/// A reader of a file of results, line by line, which holds no line: the body of an answer may have
/// 256 MB, and passes in pieces. It knows lines by the form in which [ResultLine] writes them. For
/// one thread.
///
/// ```text
/// while (reader.next()) { reader.line(); reader.body(...) }
/// ```
public final class ResultReader {
  private static final int BLOCK = 64 * 1024;

  /// How many bytes stand in front of a body at most, and how many a line without an answer has:
  /// the identifier of the line, the client's name for it, and few words.
  private static final int LONGEST_HEAD = 16 * 1024;

  private static final byte[] CUSTOM_ID = ascii(",\"custom_id\":");
  private static final byte[] RESPONSE = ascii(",\"response\":");
  private static final byte[] NO_RESPONSE = ascii("null");
  private static final byte[] BODY = ascii(",\"body\":");
  private static final byte[] TAIL = ascii("},\"error\":null}");

  private final BatchInput file;
  private final byte[] block = new byte[BLOCK];

  /// Where to read the file.
  private long at;

  /// What of the block is not taken yet.
  private int from;

  private int to;
  private Result line = Result.NONE;

  /// Whether a body is to be taken.
  private boolean open;

  /// What a line says, but for the body of an answer.
  ///
  /// @param customId the client's name for the line, as it was written: a JSON string
  /// @param status the HTTP status of its answer; 0 where it has none
  /// @param id of the line, where it has no answer
  /// @param code why it has none
  /// @param message the same for people
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Result(byte[] customId, int status, String id, String code, String message) {
    static final Result NONE = new Result(new byte[0], 0, "", "", "");

    /// Whether the line has an answer, good or bad.
    public boolean isAnswered() {
      return status > 0;
    }
  }

  /// Takes what a reader reads.
  @FunctionalInterface
  public interface Sink {
    /// Takes some bytes, which may change when it has returned.
    void write(byte[] bytes, int from, int length) throws IOException, InterruptedException;
  }

  public ResultReader(BatchInput file) {
    this.file = file;
  }

  /// Goes to the next line, over what is left of this one.
  ///
  /// @return whether there is one
  /// @throws IOException if the file cannot be read, or is no file of results
  public boolean next() throws IOException, InterruptedException {
    body((_, _, _) -> {});
    if (from == to && !fill()) {
      return false;
    }
    int response = await(RESPONSE, from);
    int value = response + RESPONSE.length - from;
    int name = find(CUSTOM_ID, from, response);
    if (name < 0) {
      throw damaged("a line has no custom_id");
    }
    byte[] customId = Arrays.copyOfRange(block, name + CUSTOM_ID.length, response);
    line = isNull(value) ? unanswered(customId) : answered(customId, value);
    return true;
  }

  /// What the line says.
  public Result line() {
    return line;
  }

  /// Passes on the body of the answer, in JSON on one line; nothing where there is none, or it was
  /// passed on.
  public void body(Sink sink) throws IOException, InterruptedException {
    while (open) {
      int end = find('\n');
      int known = (end < 0 ? to : end) - TAIL.length;
      if (known > from) {
        sink.write(block, from, known - from);
        from = known;
      }
      if (end >= 0) {
        endBody(end);
      } else if (!fill()) {
        throw damaged("its last line is cut");
      }
    }
  }

  private void endBody(int end) throws IOException {
    if (!Arrays.equals(block, from, end, TAIL, 0, TAIL.length)) {
      throw damaged("a line does not end as it must");
    }
    from = end + 1;
    open = false;
  }

  /// @param value where the response begins, behind `from`
  private boolean isNull(int value) throws IOException {
    int least = value + NO_RESPONSE.length;
    while (to - from < least) {
      require(fill());
    }
    int begun = from + value;
    return Arrays.equals(block, begun, from + least, NO_RESPONSE, 0, NO_RESPONSE.length);
  }

  private Result answered(byte[] customId, int value) throws IOException {
    int body = await(BODY, from + value);
    byte[] response = Arrays.copyOfRange(block, from + value, body + 1);
    response[response.length - 1] = '}';
    int status = (int) json(response, 0, response.length).number("status_code", 0);
    if (status <= 0) {
      throw damaged("an answer has no status");
    }
    from = body + BODY.length;
    open = true;
    return new Result(customId, status, "", "", "");
  }

  private Result unanswered(byte[] customId) throws IOException {
    int end = find('\n');
    while (end < 0) {
      requireShort();
      require(fill());
      end = find('\n');
    }
    JsonNode said = json(block, from, end);
    JsonNode error = said.get("error");
    if (error == null) {
      throw damaged("a line has neither an answer nor an error");
    }
    JsonNode why = error.read(Line.READER);
    var result =
        new Result(
            customId, 0, said.string("id", ""), why.string("code", ""), why.string("message", ""));
    from = end + 1;
    return result;
  }

  private static JsonNode json(byte[] bytes, int from, int to) throws IOException {
    try {
      return Line.READER.read(bytes, from, to, HeapMeter.unbounded());
    } catch (NotJsonException e) {
      throw damaged("a line is no JSON");
    }
  }

  /// Reads on until these bytes are there, on this line. In a JSON string no quote stands without a
  /// backslash in front, so that none of those that are looked for begins in one.
  ///
  /// @param begin where they may begin
  /// @return where they begin, in the block as it is now
  private int await(byte[] what, int begin) throws IOException {
    int skipped = begin - from;
    while (true) {
      int end = find('\n');
      int found = find(what, from + skipped, end < 0 ? to : end);
      if (found >= 0) {
        return found;
      }
      require(end < 0);
      requireShort();
      require(fill());
    }
  }

  private void requireShort() throws IOException {
    if (to - from > LONGEST_HEAD) {
      throw damaged("a line has too much in front of its body");
    }
  }

  private static void require(boolean whole) throws IOException {
    if (!whole) {
      throw damaged("a line is cut");
    }
  }

  /// Reads more of the file, behind what is not taken yet.
  ///
  /// @return whether there was more
  private boolean fill() throws IOException {
    System.arraycopy(block, from, block, 0, to - from);
    to -= from;
    from = 0;
    int read = file.read(at, block, to, block.length - to);
    if (read > 0) {
      at += read;
      to += read;
    }
    return read > 0;
  }

  /// Where a byte stands; -1 for nowhere.
  private int find(char what) {
    int i = from;
    while (i < to && block[i] != what) {
      i++;
    }
    return i < to ? i : -1;
  }

  private int find(byte[] what, int begin, int end) {
    for (int i = begin; i + what.length <= end; i++) {
      if (Arrays.equals(block, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  private static IOException damaged(String why) {
    return new IOException("this is no file of results: " + why);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }
}
