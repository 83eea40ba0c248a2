package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sim.dialect.JsonReading;
import dev.sluice.sim.dialect.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The members of a request. Google takes `generationConfig` and `generation_config` alike, and no
/// name that it does not know.
public final class RequestMembers {
  private static final Pattern HUMP = Pattern.compile("_([a-z])");
  private static final ObjectMapper JSON =
      new ObjectMapper(JsonReading.FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private RequestMembers() {}

  /// Reads a body.
  ///
  /// @throws Refusal if it is no JSON object
  public static JsonNode read(byte[] body) throws Refusal {
    try {
      JsonNode root = JSON.readTree(body);
      if (root.isObject()) {
        return root;
      }
    } catch (IOException e) {
      // Told below, as all that is no object.
    }
    throw Wrong.of("Invalid JSON payload received. Expected an object.");
  }

  /// The member `camel` of `node`, in either spelling; missing where there is none.
  public static JsonNode get(JsonNode node, String camel) {
    JsonNode found = node.path(camel);
    JsonNode named = found.isMissingNode() ? node.path(snake(camel)) : found;
    return named.isNull() ? named.path("none") : named;
  }

  /// Whether `node` has the member `camel`, in either spelling.
  public static boolean has(JsonNode node, String camel) {
    return !get(node, camel).isMissingNode();
  }

  /// The parts of a content; a single part may stand without its array.
  static Iterable<JsonNode> parts(JsonNode content) {
    JsonNode parts = content.path("parts");
    return parts.isObject() ? List.of(parts) : parts;
  }

  /// Refuses members of `node` that are not among `known`.
  ///
  /// @param path of the node, as Google writes it; empty for the request itself
  static void known(JsonNode node, String path, Set<String> known) throws Refusal {
    for (var member : node.properties()) {
      if (!known.contains(camel(member.getKey()))) {
        throw Wrong.unknown(member.getKey(), path);
      }
    }
  }

  static String snake(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static String camel(String name) {
    return HUMP.matcher(name).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }
}
