package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// A request with a large body that is never whole in memory: one piece is written again and again.
///
/// @param path where it is sent
/// @param type of its content
/// @param before what stands in front of the repeated bytes
/// @param size how many bytes are repeated; a multiple of [#PIECE]
/// @param after what stands behind them
record RepeatedBody(String path, String type, String before, int size, String after) {
  /// How many bytes are written at a time.
  static final int PIECE = 50_000;

  /// What a picture's base64 is made of here.
  private static final byte FILLING = 'A';

  private static final String BOUNDARY = "aBoundary";

  /// A form of `size` bytes of a picture, and the model behind it.
  static RepeatedBody form(String path, String model, int size) {
    String part = "--" + BOUNDARY + "\r\ncontent-disposition: form-data; name=";
    return new RepeatedBody(
        path,
        "multipart/form-data; boundary=" + BOUNDARY,
        part + "\"image\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\n",
        size,
        "\r\n" + part + "\"model\"\r\n\r\n" + model + "\r\n--" + BOUNDARY + "--\r\n");
  }

  /// A body in JSON, in which `@` stands for the picture.
  static RepeatedBody json(String path, String json, int size) {
    int at = json.indexOf('@');
    return new RepeatedBody(
        path, "application/json", json.substring(0, at), size, json.substring(at + 1));
  }

  /// How many bytes the whole body has.
  int length() {
    return before.length() + size + after.length();
  }

  /// Sends all of it.
  ///
  /// @param chunked whether in chunks, else with its length
  /// @param sent called after each piece
  void send(OutputStream out, boolean chunked, Runnable sent) throws IOException {
    String framing = chunked ? "transfer-encoding: chunked" : "content-length: " + length();
    String head =
        "POST %s HTTP/1.1\r\nhost: localhost\r\ncontent-type: %s\r\n%s\r\n\r\n"
            .formatted(path, type, framing);
    out.write(head.getBytes(US_ASCII));
    write(out, chunked, before.getBytes(US_ASCII));
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, FILLING);
    for (int left = size; left > 0; left -= PIECE) {
      write(out, chunked, piece);
      sent.run();
    }
    write(out, chunked, after.getBytes(US_ASCII));
    if (chunked) {
      out.write("0\r\n\r\n".getBytes(US_ASCII));
    }
  }

  private static void write(OutputStream out, boolean chunked, byte[] bytes) throws IOException {
    if (chunked) {
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
    }
    out.write(bytes);
    if (chunked) {
      out.write("\r\n".getBytes(US_ASCII));
    }
  }
}
