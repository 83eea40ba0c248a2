package dev.sluice.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.wire.ReceivedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths of Google Vertex AI, behind which the same models are asked in the same dialects: a
/// body of Anthropic's has the version of the API in place of the model. Pure functions.
///
/// https://docs.anthropic.com/en/api/claude-on-vertex-ai
final class VertexPaths {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PROJECT =
      Pattern.compile("/v1(?:beta1)?/projects/[^/]+/locations/[^/]+/(.+)");
  private static final Pattern CLAUDE =
      Pattern.compile("publishers/anthropic/models/([^/:]+):(rawPredict|streamRawPredict)");
  private static final String GOOGLE = "publishers/google/models/";
  private static final String OPEN = "endpoints/openapi/";
  private static final String COUNT = "count-tokens";
  private static final String VERSION = "anthropic_version";

  private VertexPaths() {}

  /// Returns a request as the dialect's own API has it; any other request as it is.
  ///
  /// @throws Refusal if a body of Anthropic's has not what Vertex AI wants
  static ReceivedRequest plain(ReceivedRequest request) throws Refusal {
    Matcher project = PROJECT.matcher(request.path());
    if (!project.matches()) {
      return request;
    }
    String rest = project.group(1);
    Matcher claude = CLAUDE.matcher(rest);
    if (claude.matches()) {
      return claude(request, URLDecoder.decode(claude.group(1), UTF_8), claude.group(2));
    }
    String query = request.target().substring(request.path().length());
    if (rest.startsWith(GOOGLE)) {
      return at(request, "/v1/models/" + rest.substring(GOOGLE.length()) + query, request.body());
    }
    return rest.startsWith(OPEN)
        ? at(request, "/v1/" + rest.substring(OPEN.length()) + query, request.body())
        : request;
  }

  private static ReceivedRequest claude(ReceivedRequest request, String model, String verb)
      throws Refusal {
    ObjectNode body = object(request);
    if (body.remove(VERSION) == null) {
      throw refused(VERSION, "anthropic_version: Field required");
    }
    boolean count = model.equals(COUNT);
    if (!count && body.has("model")) {
      throw refused("model", "model: Extra inputs are not permitted");
    }
    boolean streamed = verb.equals("streamRawPredict");
    if (!count && body.path("stream").asBoolean() != streamed) {
      throw refused("stream", "stream: must be as the path says");
    }
    if (!count) {
      body.put("model", model);
    }
    String path = count ? "/v1/messages/count_tokens" : "/v1/messages";
    return at(request, path, bytes(body));
  }

  private static ObjectNode object(ReceivedRequest request) throws Refusal {
    try {
      JsonNode json = JSON.readTree(request.body());
      if (json instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw refused("", "the body is no JSON");
    } catch (IOException e) {
      throw new IllegalStateException("an array of bytes could not be read", e);
    }
    throw refused("", "the body is no object");
  }

  private static byte[] bytes(ObjectNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an object could not be written", e);
    }
  }

  private static Refusal refused(String member, String message) {
    return new Refusal(OpenAiError.invalid(member, null, message));
  }

  private static ReceivedRequest at(ReceivedRequest request, String target, byte[] body) {
    return new ReceivedRequest(request.method(), target, request.headers(), body);
  }
}
