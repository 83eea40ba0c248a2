package dev.sluice.lab.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A request of HTTP/1.1 as it came.
///
/// @param line its first line
/// @param headers by lower-case name
/// @param body the beginning of it
@SuppressWarnings("ArrayRecordComponent")
public record WireRequest(String line, Map<String, String> headers, byte[] body) {

  /// Reads the next request of a connection.
  ///
  /// @param most how many bytes of the body are kept, where its length is announced
  /// @throws EOFException if the connection ends before the request does
  public static WireRequest read(InputStream in, int most) throws IOException {
    String first = line(in);
    Map<String, String> headers = headers(in);
    return new WireRequest(first, headers, body(in, headers, most));
  }

  /// Reads headers and the empty line behind them; their names are in lower case.
  public static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[parts.length - 1].strip());
    }
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, String> headers, int most)
      throws IOException {
    if (headers.containsKey("transfer-encoding")) {
      return chunks(in);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(Math.min(length, most));
    in.skipNBytes(length - body.length);
    return body;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    int length = Integer.parseInt(line(in), 16);
    while (length > 0) {
      body.write(in.readNBytes(length));
      line(in);
      length = Integer.parseInt(line(in), 16);
    }
    line(in);
    return body.toByteArray();
  }

  /// Reads a line, without the blanks around it.
  ///
  /// @throws EOFException if the connection ends before the line does
  public static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection has ended");
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }
}
