package dev.sluice.lab.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.request.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes up requests: most are almost right, so that whatever decides is reached. Half of them have
/// bytes changed, left out, doubled or cut off.
record RandomBodies(Random random) {
  private static final String[] NAMES = {
    "model",
    "stream",
    "stream_options",
    "audio",
    "best_of",
    "background",
    "messages",
    "input",
    "prompt",
    "max_tokens",
    "max_output_tokens",
    "max_completion_tokens",
    "n",
    "temperature",
    "seed",
    "store",
    "user",
    "previous_response_id",
    "conversation",
    "include_usage",
    "encrypted_content",
    "x",
    "",
    "tools",
    "metadata"
  };

  /// Members that a reader looks for further down.
  private static final String[] PARTS = {
    "role",
    "content",
    "content",
    "encrypted_content",
    "type",
    "image_url",
    "url",
    "input_audio",
    "video_url",
    "file",
    "file_data"
  };

  private static final String[] SPACE = {"", "", "", "", " ", "\n", "\t\r ", "         "};

  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "64",
    "0.7",
    "0.0",
    "-1",
    "1e2",
    "0E-5",
    "1.5E+300",
    "1e-400",
    "1e308",
    "123456789012345678",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999",
    "-9223372036854775809",
    "1.7976931348623157e308",
    "17976931348623157e292"
  };

  /// Numbers at the bounds, and texts that only look like a number.
  private static final String[] ODD_NUMBERS = {
    "1.7976931348623159e308",
    "1e309",
    "-1E400",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "1e+",
    "0x1",
    "1a",
    "NaN",
    "--1",
    "1".repeat(308),
    "1".repeat(309),
    "0." + "3".repeat(307),
    "0." + "3".repeat(308),
    "9".repeat(300) + "e9",
    "0." + "0".repeat(290) + "1e300",
    "1e" + "0".repeat(306) + "1"
  };

  private static final String[] TEXT = {
    "plain text that is longer than eight bytes",
    "a",
    "12345678",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u00e9",
    "\\u0000",
    "\\ud83d\\ude00",
    "é",
    "日本語の文章",
    "Привет",
    "😀",
    "\u007f",
    "}",
    "]",
    ",",
    ":",
    "\\b\\f\\r\\t",
    "encrypted_content",
    " ",
    "\uffff",
    "\u0800",
    "\ud7ff",
    "\ue000"
  };

  /// Texts that no reader takes.
  private static final String[] BAD_TEXT = {
    "\\ud800",
    "\\udc00",
    "\\ud83d\\n",
    "\\ud83dx",
    "\\ud83d\\ud83d",
    "\\x",
    "\\u12g4",
    "\n",
    "\t",
    "\u0000",
    "\u001f",
    "\\",
    "\\u",
    "\\U0041"
  };

  private static final byte[][] BAD_BYTES = {
    {(byte) 0x80},
    {(byte) 0xC0, (byte) 0xAF},
    {(byte) 0xE0, (byte) 0x80, (byte) 0xAF},
    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
    {(byte) 0xF0, (byte) 0x80, (byte) 0x80, (byte) 0xAF},
    {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {(byte) 0xE2, (byte) 0x82},
    {(byte) 0xF0, (byte) 0x9F, (byte) 0x98},
    {(byte) 0xFF},
    {0}
  };

  private static final String STRUCTURE = "{}[],:\"\\0123456789.eE+-tfnul/ \n\u0000\u00ff";

  /// Makes the next body.
  ///
  /// @param operation what it most often is a request for
  byte[] next(Operation operation) {
    byte[] body = object(operation).getBytes(UTF_8);
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      body = changed(body);
    }
    return body;
  }

  private String object(Operation operation) {
    StringBuilder text = new StringBuilder(space()).append('{').append(space());
    String comma = "";
    for (String name : names(operation)) {
      text.append(comma).append(name(name)).append(space()).append(':').append(space());
      text.append(value(name)).append(space());
      comma = "," + space();
    }
    return text.append('}').append(space()).toString();
  }

  /// What is needed, in any place, and some more.
  private List<String> names(Operation operation) {
    int more = random.nextInt(5);
    String[] names = new String[more + 2];
    for (int i = 0; i < names.length; i++) {
      names[i] = pick(NAMES);
    }
    names[random.nextInt(names.length)] = "model";
    int index = random.nextInt(names.length);
    boolean keep = names[index].equals("model") && !one(20);
    names[keep ? (index + 1) % names.length : index] = JacksonRequest.inputName(operation);
    return one(30) ? Arrays.asList(names) : Arrays.stream(names).distinct().toList();
  }

  private String name(String name) {
    if (name.isEmpty() || !one(20)) {
      return '"' + (one(50) ? name + text() : name) + '"';
    }
    int at = random.nextInt(name.length());
    String escape = String.format("\\u%04x", (int) name.charAt(at));
    return '"' + name.substring(0, at) + escape + name.substring(at + 1) + '"';
  }

  private String value(String name) {
    return one(40)
        ? any(3)
        : switch (name) {
          case "model" -> one(4) ? string() : "\"gpt-5-mini\"";
          case "user" -> one(10) ? "null" : string();
          case "stream", "store", "background", "include_usage" ->
              pick("true", "false", "null", "true");
          case "stream_options" -> one(8) ? "null" : objectOf(2, "include_usage");
          case "messages", "input", "prompt" -> one(8) ? string() : array(4);
          case "max_tokens", "n", "seed", "temperature" -> number();
          case "content" -> one(2) ? array(3) : any(2);
          case "image_url", "url", "file_data" ->
              one(3) ? any(2) : pick("\"data:\"", "\"d\\u0061ta:x\"", "\"https:\"", "\"base64\"");
          default -> any(2);
        };
  }

  private String any(int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 -> string();
      case 1 -> number();
      case 2 -> one(50) ? pick("nul", "True", "truee", "NULL", "falsé") : pick("true", "null");
      case 3 -> array(depth - 1);
      default -> objectOf(depth - 1, pick(PARTS));
    };
  }

  private String array(int depth) {
    StringBuilder text = new StringBuilder("[").append(space());
    int elements = random.nextInt(4);
    for (int i = 0; i < elements; i++) {
      text.append(i == 0 ? "" : "," + space()).append(any(depth)).append(space());
    }
    return text.append(']').toString();
  }

  private String objectOf(int depth, String first) {
    StringBuilder text = new StringBuilder("{").append(space());
    int members = random.nextInt(4);
    for (int i = 0; i < members; i++) {
      String name = i == 0 ? first : pick("a", "b", first, pick(TEXT));
      text.append(i == 0 ? "" : "," + space()).append(name(name)).append(space());
      text.append(':').append(space()).append(one(2) ? value(name) : any(depth)).append(space());
    }
    return text.append('}').toString();
  }

  private String number() {
    return one(40) ? pick(ODD_NUMBERS) : pick(NUMBERS);
  }

  private String string() {
    return '"' + text() + '"';
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(one(200) ? pick(BAD_TEXT) : pick(TEXT));
    }
    return text.toString();
  }

  private String space() {
    return pick(SPACE);
  }

  private byte[] changed(byte[] body) {
    int start = random.nextInt(body.length + 1);
    int end = Math.min(body.length, start + random.nextInt(4));
    return switch (random.nextInt(7)) {
      case 0 -> joined(body, start, new byte[] {(byte) pickFrom(STRUCTURE)}, start);
      case 1 -> joined(body, start, new byte[] {(byte) pickFrom(STRUCTURE)}, end);
      case 2 -> joined(body, start, new byte[0], end);
      case 3 -> joined(body, start, BAD_BYTES[random.nextInt(BAD_BYTES.length)], start);
      case 4 ->
          joined(body, start, Arrays.copyOfRange(body, random.nextInt(start + 1), start), start);
      case 5 -> joined(body, start, new byte[] {(byte) random.nextInt()}, end);
      default -> joined(body, start, pick(BAD_TEXT).getBytes(UTF_8), start);
    };
  }

  /// `body` up to `at`, `with`, and `body` from `to` on.
  private static byte[] joined(byte[] body, int at, byte[] with, int to) {
    byte[] joined = Arrays.copyOf(body, at + with.length + body.length - to);
    System.arraycopy(with, 0, joined, at, with.length);
    System.arraycopy(body, to, joined, at + with.length, body.length - to);
    return joined;
  }

  private char pickFrom(String characters) {
    return characters.charAt(random.nextInt(characters.length()));
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }
}
