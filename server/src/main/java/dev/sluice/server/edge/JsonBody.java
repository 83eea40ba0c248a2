package dev.sluice.server.edge;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The body of a request that is no call: a small JSON object.
public record JsonBody(JsonNode node) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Reads a body; none is an object without members.
  public static JsonBody of(byte[] body) throws ResourceFault {
    JsonNode node;
    try {
      node = body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
    } catch (JacksonException none) {
      throw ResourceFaults.fault(
          400, "invalid_json", "", "the body is not JSON: " + none.getOriginalMessage());
    } catch (IOException never) {
      throw new IllegalStateException(never);
    }
    if (node == null || !node.isObject()) {
      throw ResourceFaults.fault(400, "invalid_json", "", "the body must be a JSON object");
    }
    return new JsonBody(node);
  }

  /// Whether a member is there, and is not null.
  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /// A text that must be there.
  public String need(String name, String remedy) throws ResourceFault {
    if (!has(name)) {
      throw ResourceFaults.missing(name, remedy);
    }
    return text(name);
  }

  /// A text, without control characters; empty where it is not there.
  public String text(String name) throws ResourceFault {
    JsonNode value = node.path(name);
    if (has(name) && !value.isTextual()) {
      throw ResourceFaults.invalid(name, "must be a string");
    }
    return StorableText.of(name, value.asText(""));
  }

  /// A whole number from 1 on, that must be there.
  public long number(String name, String remedy) throws ResourceFault {
    if (!has(name)) {
      throw ResourceFaults.missing(name, remedy);
    }
    JsonNode value = node.path(name);
    if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 1) {
      throw ResourceFaults.invalid(name, "must be a whole number from 1 on");
    }
    return value.longValue();
  }

  /// A list of texts that must be there, of so many at most.
  public List<String> texts(String name, int most, String remedy) throws ResourceFault {
    JsonNode list = node.path(name);
    if (!has(name)) {
      throw ResourceFaults.missing(name, remedy);
    }
    if (!list.isArray() || list.isEmpty() || list.size() > most) {
      throw ResourceFaults.invalid(name, "must be a list of 1 to " + most + " strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : list) {
      if (!value.isTextual()) {
        throw ResourceFaults.invalid(name, "must be a list of strings");
      }
      texts.add(StorableText.of(name, value.textValue()));
    }
    return texts;
  }

  /// An object; one without members where it is not there.
  public JsonBody part(String name) throws ResourceFault {
    if (has(name) && !node.path(name).isObject()) {
      throw ResourceFaults.invalid(name, "must be an object");
    }
    return new JsonBody(has(name) ? node.path(name) : MAPPER.createObjectNode());
  }
}
