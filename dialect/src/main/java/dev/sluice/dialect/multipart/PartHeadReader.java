package dev.sluice.dialect.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The reader of the head of one part, which is whole. A pure function of its text.
final class PartHeadReader {
  private static final int NAME_MAX = 128;

  /// The name of a header. No blank stands behind it: some readers take it for part of the name.
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  private static final Pattern NAMES =
      Pattern.compile("\\bname\\s*\\*?\\s*=", Pattern.CASE_INSENSITIVE);

  private final int number;
  private @Nullable String name;
  private boolean file;
  private String fileName = "";
  private boolean disposed;
  private boolean typed;
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
    return new PartHead(name, file, fileName, mediaType, charset);
  }

  private void line(String line) throws MultipartFlaw {
    int colon = line.indexOf(':');
    if (colon <= 0
        || !HEADER.matcher(line.substring(0, colon)).matches()
        || line.chars().anyMatch(PartHeadReader::isControl)) {
      throw flaw("has a line in its head that is no header");
    }
    String value = line.substring(colon + 1).trim();
    switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "content-disposition" -> disposition(value);
      case "content-type" -> type(value);
      case "content-transfer-encoding" -> encoding(value);
      default -> {}
    }
  }

  private static boolean isControl(int c) {
    return (c < ' ' && c != '\t') || c == 0x7f;
  }

  private void disposition(String value) throws MultipartFlaw {
    Parameters said = parameters("Content-Disposition", value);
    if (disposed || !said.word().equals("form-data")) {
      throw flaw("must have one Content-Disposition, and it must be form-data");
    }
    disposed = true;
    for (var parameter : said.values().entrySet()) {
      switch (parameter.getKey()) {
        case "name" -> name(parameter.getValue());
        case "filename" -> {
          file(parameter.getValue());
          fileName = parameter.getValue();
        }
        case "filename*" -> file(parameter.getValue());
        default ->
            throw flaw(
                "has `"
                    + parameter.getKey()
                    + "` in its Content-Disposition; forms have `name` and `filename` there alone"
                    + " (RFC 7578)");
      }
    }
  }

  /// Takes the name of a file, in which nothing may look like the name of a field: some readers
  /// search the line for one.
  private void file(String text) throws MultipartFlaw {
    if (NAMES.matcher(text).find()) {
      throw flaw("has `name=` in the name of its file; rename the file");
    }
    file = true;
  }

  private Parameters parameters(String header, String value) throws MultipartFlaw {
    return Parameters.read(value)
        .orElseThrow(
            () ->
                flaw(
                    "has a "
                        + header
                        + " that readers of forms take differently: say each parameter once, as"
                        + " NAME=VALUE or NAME=\"VALUE\", without escapes"));
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
    if (typed) {
      throw flaw("has two Content-Types");
    }
    Parameters said = parameters("Content-Type", value);
    typed = true;
    mediaType = said.word();
    charset = said.values().getOrDefault("charset", "").toLowerCase(Locale.ROOT);
  }

  private void encoding(String value) throws MultipartFlaw {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "binary", "8bit", "7bit" -> {}
      default -> throw flaw("has a Content-Transfer-Encoding; send it as it is");
    }
  }

  private MultipartFlaw flaw(String what) {
    String which = name == null ? "" : " (`" + name + "`)";
    return new MultipartFlaw("part " + number + which + " of the form " + what);
  }
}
