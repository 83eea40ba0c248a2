package dev.sluice.sim.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A form in parts with one file.
///
/// @param texts the fields that are none
/// @param fileName the file's name
/// @param file its content; null where the form has none
@SuppressWarnings("ArrayRecordComponent") // never compared
record FormParts(Map<String, String> texts, String fileName, byte @Nullable [] file) {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");
  private static final Pattern NAME = Pattern.compile("(?i)[;\\s]name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("(?i)[;\\s]filename=\"([^\"]*)\"");
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  /// Reads the form of a request.
  ///
  /// @throws Refusal if it is none
  static FormParts of(ReceivedRequest request) throws Refusal {
    String type = request.header("content-type");
    Matcher found = BOUNDARY.matcher(type == null ? "" : type);
    if (!found.find()) {
      throw wrong();
    }
    String boundary = found.group(1) == null ? found.group(2) : found.group(1);
    return read(request.body(), ("--" + boundary).getBytes(ISO_8859_1));
  }

  private static FormParts read(byte[] body, byte[] delimiter) throws Refusal {
    byte[] between = new byte[delimiter.length + 2];
    between[0] = '\r';
    between[1] = '\n';
    System.arraycopy(delimiter, 0, between, 2, delimiter.length);
    Map<String, String> texts = new HashMap<>();
    String fileName = "";
    byte[] file = null;
    int from = Arrays.mismatch(body, delimiter) == delimiter.length ? delimiter.length : -1;
    while (from >= 0 && !(from + 1 < body.length && body[from] == '-')) {
      int head = find(body, HEAD_END, from);
      int end = head < 0 ? -1 : find(body, between, head + 2);
      if (end < 0) {
        throw wrong();
      }
      String names = new String(body, from, head - from, UTF_8);
      byte[] content = Arrays.copyOfRange(body, Math.min(end, head + 4), end);
      if (FILE.matcher(names).find()) {
        fileName = group(FILE, names);
        file = content;
      } else {
        texts.put(group(NAME, names), new String(content, UTF_8));
      }
      from = end + between.length;
    }
    if (from < 0) {
      throw wrong();
    }
    return new FormParts(texts, fileName, file);
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static int find(byte[] in, byte[] what, int from) {
    for (int i = from; i <= in.length - what.length; i++) {
      if (in[i] == what[0] && Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  private static Refusal wrong() {
    return new Refusal(OpenAiError.invalid("body", null, "Could not parse multipart form"));
  }
}
