package dev.sluice.dialect.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The reader of the head of one part, which is whole. A pure function of its text.
final class PartHeadReader {
  private static final int NAME_MAX = 128;

  private final int number;
  private @Nullable String name;
  private boolean file;
  private boolean disposed;
  private String mediaType = "";
  private String charset = "";

  private PartHeadReader(int number) {
    this.number = number;
  }

  /// Reads a head.
  ///
  /// @param number the number of the part, from 1, for errors
  /// @param bytes the lines of the head, each with its end
  static PartHead read(int number, byte[] bytes, int length) throws MultipartFlaw {
    var reader = new PartHeadReader(number);
    String text = new String(bytes, 0, length, UTF_8);
    for (String line : text.split("\r\n", -1)) {
      if (!line.isEmpty()) {
        reader.line(line);
      }
    }
    return reader.head();
  }

  private PartHead head() throws MultipartFlaw {
    if (name == null) {
      throw flaw("has no name: add `Content-Disposition: form-data; name=\"NAME\"`");
    }
    return new PartHead(name, file, mediaType, charset);
  }

  private void line(String line) throws MultipartFlaw {
    int colon = line.indexOf(':');
    if (colon <= 0 || line.charAt(0) <= ' ' || line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
      throw flaw("has a line in its head that is no header");
    }
    String value = line.substring(colon + 1).strip();
    switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
      case "content-disposition" -> disposition(value);
      case "content-type" -> type(value);
      case "content-transfer-encoding" -> encoding(value);
      default -> {}
    }
  }

  private void disposition(String value) throws MultipartFlaw {
    List<String> words = words(value);
    if (disposed || !words.getFirst().equalsIgnoreCase("form-data")) {
      throw flaw("must have one Content-Disposition, and it must be form-data");
    }
    disposed = true;
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      String parameter = word.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
      switch (parameter) {
        case "name" -> name(unquoted(word.substring(equals + 1).strip()));
        case "name*" -> throw flaw("has `name*`, which forms have not (RFC 7578); say `name`");
        case "filename", "filename*" -> file = true;
        default -> {}
      }
    }
  }

  private void name(String text) throws MultipartFlaw {
    boolean plain =
        !text.isEmpty()
            && text.length() <= NAME_MAX
            && text.chars()
                .allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%');
    if (name != null || !plain) {
      throw flaw("must have one name, of 1 to 128 characters of ASCII without quotes and escapes");
    }
    name = text;
  }

  private void type(String value) throws MultipartFlaw {
    if (!mediaType.isEmpty()) {
      throw flaw("has two Content-Types");
    }
    List<String> words = words(value);
    mediaType = words.getFirst().toLowerCase(Locale.ROOT);
    for (String word : words.subList(1, words.size())) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (lower.startsWith("charset=")) {
        charset = unquoted(lower.substring("charset=".length()).strip());
      }
    }
  }

  private void encoding(String value) throws MultipartFlaw {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "binary", "8bit", "7bit" -> {}
      default -> throw flaw("has a Content-Transfer-Encoding; send it as it is");
    }
  }

  /// The words between semicolons, of which those in quotes divide nothing.
  private static List<String> words(String value) {
    var words = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        words.add(value.substring(start, i).strip());
        start = i + 1;
      }
    }
    words.add(value.substring(start).strip());
    return words;
  }

  private static String unquoted(String text) {
    int end = text.length() - 1;
    return end > 0 && text.charAt(0) == '"' && text.charAt(end) == '"'
        ? text.substring(1, end)
        : text;
  }

  private MultipartFlaw flaw(String what) {
    String which = name == null ? "" : " (`" + name + "`)";
    return new MultipartFlaw("part " + number + which + " of the form " + what);
  }
}
