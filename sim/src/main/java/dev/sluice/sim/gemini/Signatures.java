package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Thought signatures: what the simulator gives out, and what it takes back. From the third
/// generation on the first function call of each step needs one, in all steps since the user has
/// last said something.
final class Signatures {
  private static final String OWN = "signature of a thought, simulated: ";
  private static final String FILLER = "skip_thought_signature_validator";

  private Signatures() {}

  /// A signature.
  ///
  /// @param id tells it from others
  public static String of(String id) {
    return Base64.getEncoder().encodeToString((OWN + id).getBytes(StandardCharsets.UTF_8));
  }

  static void check(JsonNode contents, boolean required) throws Refusal {
    for (int i = 0; i < contents.size(); i++) {
      int k = 0;
      for (JsonNode part : RequestMembers.parts(contents.get(i))) {
        given(part, "contents[" + i + "].parts[" + k++ + "].thought_signature");
      }
    }
    for (int i = required ? begin(contents) : contents.size(); i < contents.size(); i++) {
      step(contents.get(i), i);
    }
  }

  /// Returns the place behind the last content in which the user has said something.
  private static int begin(JsonNode contents) {
    int begin = 0;
    for (int i = 0; i < contents.size(); i++) {
      JsonNode content = contents.get(i);
      boolean model = content.path("role").asText("").equals("model");
      begin = model || Turns.count(content, "functionResponse") > 0 ? begin : i + 1;
    }
    return begin;
  }

  private static void given(JsonNode part, String path) throws Refusal {
    String signature = RequestMembers.get(part, "thoughtSignature").asText("");
    if (signature.isEmpty() || signature.equals(FILLER)) {
      return;
    }
    String decoded;
    try {
      byte[] bytes = Base64.getDecoder().decode(signature.replace('-', '+').replace('_', '/'));
      decoded = new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Wrong.of("Invalid value at '" + path + "' (TYPE_BYTES), Base64 decoding failed.");
    }
    if (!decoded.startsWith(OWN)) {
      throw Wrong.of("Corrupted thought signature.");
    }
  }

  private static void step(JsonNode content, int position) throws Refusal {
    for (JsonNode part : RequestMembers.parts(content)) {
      JsonNode call = RequestMembers.get(part, "functionCall");
      if (!call.isMissingNode()) {
        if (RequestMembers.get(part, "thoughtSignature").asText("").isEmpty()) {
          throw Wrong.of(missing(call.path("name").asText(""), position + 1));
        }
        return;
      }
    }
  }

  private static String missing(String name, int position) {
    return ("Function call is missing a thought_signature in functionCall parts. This is required"
            + " for tools to work correctly, and missing thought_signature may lead to degraded"
            + " model performance. Additional data, function call `default_api:%s` , position %d."
            + " Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more"
            + " details.")
        .formatted(name, position);
  }
}
