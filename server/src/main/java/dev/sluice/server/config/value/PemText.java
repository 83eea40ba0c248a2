package dev.sluice.server.config.value;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text of PEM blocks (RFC 7468). What stands between the blocks is left out, as tools write
/// their own words there.
///
/// @param blocks in the order of the text, one at least
record PemText(List<Block> blocks) {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");

  /// One block.
  ///
  /// @param label what it is said to be: `CERTIFICATE`
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Block(String label, byte[] der) {}

  /// Reads a text.
  ///
  /// @param otherwise what the value may be besides, for the message; empty for nothing
  static PemText of(String text, String otherwise) throws ConfigProblem {
    List<Block> blocks = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    int at = 0;
    while (begin.find(at)) {
      String last = "-----END " + begin.group(1) + "-----";
      int end = text.indexOf(last, begin.end());
      if (end < 0) {
        throw new ConfigProblem(
            "must be whole, and its block " + begin.group(1) + " has no end", "write it anew");
      }
      blocks.add(block(begin.group(1), text.substring(begin.end(), end)));
      at = end + last.length();
    }
    if (blocks.isEmpty()) {
      throw new ConfigProblem(
          "must be the text of a PEM file, with a BEGIN line" + otherwise,
          "write \"${file:/path}\"");
    }
    return new PemText(List.copyOf(blocks));
  }

  private static Block block(String label, String text) throws ConfigProblem {
    if (text.contains("Proc-Type:") || label.startsWith("ENCRYPTED")) {
      throw new ConfigProblem(
          "must not be encrypted, since there is nobody to ask for the password",
          "write it without one (openssl pkey -in OLD -out NEW), for the gateway's user alone to"
              + " read");
    }
    try {
      return new Block(label, Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new ConfigProblem("must be PEM, and its block " + label + " is no base64");
    }
  }
}
