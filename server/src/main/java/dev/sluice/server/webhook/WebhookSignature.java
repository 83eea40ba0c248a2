package dev.sluice.server.webhook;

import dev.sluice.config.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs a message by HMAC-SHA256 (RFC 2104) over its time and its body, `SECONDS.BODY`, so that a
/// receiver knows who has sent it, and that it is not an old one once more.
final class WebhookSignature {
  static final String TIMESTAMP = "x-sluice-timestamp";
  static final String SIGNATURE = "x-sluice-signature";

  private static final String ALGORITHM = "HmacSHA256";

  /// The version of the scheme, which is part of what is signed.
  private static final String VERSION = "v1=";

  private WebhookSignature() {}

  /// The headers of a message.
  ///
  /// @param seconds since 1970 in UTC, when it is sent
  static Map<String, String> headers(Secret secret, long seconds, byte[] body) {
    return Map.of(
        TIMESTAMP, Long.toString(seconds), SIGNATURE, VERSION + of(secret, seconds, body));
  }

  private static String of(Secret secret, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has " + ALGORITHM, e);
    }
  }
}
