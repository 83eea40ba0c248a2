package dev.sluice.sim.unit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.gemini.RequestMembers;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The fields of a request, which is JSON or a form in parts.
///
/// @param texts the values of those that are texts, numbers and flags, by their names
/// @param fileBytes how many bytes the files have together
record UnitFields(Map<String, String> texts, long fileBytes) {
  private static final String BOUNDARY = "boundary=";
  private static final String NAME = "; name=\"";

  static UnitFields of(ReceivedRequest request) throws Refusal {
    String type = request.header("content-type");
    return type != null && type.startsWith("multipart/form-data")
        ? ofForm(new String(request.body(), ISO_8859_1), type)
        : ofJson(RequestMembers.read(request.body()));
  }

  private static UnitFields ofJson(JsonNode json) {
    var texts = new HashMap<String, String>();
    json.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
    return new UnitFields(texts, 0);
  }

  private static UnitFields ofForm(String body, String type) throws Refusal {
    String boundary = type.substring(type.indexOf(BOUNDARY) + BOUNDARY.length()).replace("\"", "");
    String[] parts = ("\r\n" + body).split("\r\n--" + Pattern.quote(boundary), -1);
    if (parts.length < 3 || !parts[0].isEmpty() || !parts[parts.length - 1].startsWith("--")) {
      throw new Refusal(OpenAiError.invalid("body", null, "Could not parse multipart form"));
    }
    var texts = new HashMap<String, String>();
    long bytes = 0;
    for (int i = 1; i < parts.length - 1; i++) {
      int end = parts[i].indexOf("\r\n\r\n");
      String head = parts[i].substring(0, end);
      String content = parts[i].substring(end + 4);
      int name = head.indexOf(NAME) + NAME.length();
      if (head.contains("filename")) {
        bytes += content.length();
      } else {
        String text = new String(content.getBytes(ISO_8859_1), UTF_8);
        texts.put(head.substring(name, head.indexOf('"', name)), text);
      }
    }
    return new UnitFields(texts, bytes);
  }

  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  boolean says(String name, String value) {
    return text(name).equals(value);
  }
}
