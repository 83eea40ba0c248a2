package dev.sluice.sim.gemini;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;

/// Google's words for a wrong request: always `INVALID_ARGUMENT`.
final class Wrong {
  private Wrong() {}

  static Refusal of(String message) {
    return new Refusal(OpenAiError.invalid(null, null, message));
  }

  /// A field of the request has a value that makes no sense.
  ///
  /// @param field below the request, as Google writes it: `contents[0].parts`
  static Refusal field(String field, String what) {
    return of("* GenerateContentRequest." + field + ": " + what + "\n");
  }

  /// Refuses a member that does not exist.
  static Refusal unknown(String name, String path) {
    String where = path.isEmpty() ? "" : " at '" + path + "'";
    return of(
        "Invalid JSON payload received. Unknown name \"%s\"%s: Cannot find field."
            .formatted(name, where));
  }
}
