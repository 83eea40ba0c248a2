package dev.sluice.it.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request as the scripted upstream has received it.
///
/// @param prefix the part of its path that says on whose behalf it came: `/side/client/case`
/// @param path the rest, from after `/v1`, or whatever stands for it at a provider
/// @param headers by their names in lower case
/// @param text its body, to the byte
record Received(
    String method, String prefix, String path, Map<String, String> headers, String text) {
  private static final int PREFIX_PARTS = 3;

  /// Reads one; empty where the connection ends in place of it.
  static Optional<Received> read(BufferedInputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, header.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("a body of " + body.length + " bytes in place of " + length);
    }
    return Optional.of(of(line.split(" ", 3), headers, new String(body, UTF_8)));
  }

  private static Received of(String[] line, Map<String, String> headers, String text) {
    String target = line[1];
    int end = 0;
    for (int i = 0; i < PREFIX_PARTS; i++) {
      end = target.indexOf('/', end + 1);
    }
    String path = target.substring(target.indexOf('/', end + 1));
    return new Received(line[0], target.substring(0, end), path, headers, text);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(UTF_8).strip();
  }

  /// Its body as JSON; a missing node where it is none.
  JsonNode body() {
    try {
      return text.isEmpty() ? MissingNode.getInstance() : Yaml.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /// As it is compared: `text` is the body to the byte.
  JsonNode seen() {
    ObjectNode seen = Yaml.JSON.createObjectNode().put("method", method).put("path", path);
    headers.forEach(seen.putObject("headers")::put);
    if (!text.isEmpty()) {
      seen.put("text", text);
      seen.set("body", body());
    }
    return seen;
  }
}
