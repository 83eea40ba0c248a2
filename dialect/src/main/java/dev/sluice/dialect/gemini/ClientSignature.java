package dev.sluice.dialect.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.rule.Seals;
import java.util.Base64;

/// A signature as a client of Gemini's dialect carries it in `thoughtSignature`: that property's
/// type is bytes and its text therefore base64, which a token of another dialect's target alone is
/// not.
///
/// @param token the token of another dialect's target; any other signature as it is
/// @param hidden whether the signature stands for thinking that its provider does not show
record ClientSignature(String token, boolean hidden) {
  private static final String HIDDEN = "hidden:";

  /// Reads the signature that the client has sent.
  static ClientSignature read(String signature) {
    String text = decoded(signature);
    if (text.startsWith(Seals.MARK)) {
      return new ClientSignature(text, false);
    }
    return text.startsWith(HIDDEN + Seals.MARK)
        ? new ClientSignature(text.substring(HIDDEN.length()), true)
        : new ClientSignature(signature, false);
  }

  private static String decoded(String signature) {
    try {
      String standard = signature.replace('-', '+').replace('_', '/');
      return new String(Base64.getDecoder().decode(standard), UTF_8);
    } catch (IllegalArgumentException other) {
      return "";
    }
  }

  /// The text that the client is to send back.
  String text() {
    return Base64.getEncoder().encodeToString(((hidden ? HIDDEN : "") + token).getBytes(UTF_8));
  }

  /// Whether a signature is a token of the gateway's, and so of no use to Google.
  static boolean isToken(String signature) {
    return read(signature).token().startsWith(Seals.MARK);
  }
}
