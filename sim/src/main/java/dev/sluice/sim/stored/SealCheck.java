package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.responses.Seal;

/// Takes back what was sealed (`encrypted_content`), if it was given to the same key.
final class SealCheck {
  private SealCheck() {}

  static void check(JsonNode input, String owner) throws Refusal {
    for (JsonNode item : input) {
      String sealed = item.path("encrypted_content").asText("");
      if (!sealed.isEmpty() && !Seal.isOf(sealed, owner)) {
        throw new Refusal(unverified());
      }
    }
  }

  private static OpenAiError unverified() {
    return OpenAiError.invalid(
        "input",
        "invalid_encrypted_content",
        "The encrypted content could not be verified. Reason: Encrypted content could not be"
            + " decrypted or parsed.");
  }
}
