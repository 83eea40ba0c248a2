package dev.sluice.internal.provider.stored;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Marks the names of what one account of a provider holds (responses, conversations) with where
/// they are, and reads the mark when they come back:
///
/// ```
/// id _slr1 base64url( origin, 8 bytes ) base64url( MAC, 16 bytes )
/// ```
///
/// The mark stands behind the provider's own name, and consists of letters that a path takes as
/// they are. The key derives from the account's credential, and the origin is a MAC of the
/// provider's address (HMAC-SHA-256, RFC 2104, truncated), so that nodes and restarts agree without
/// a table, whatever the provider is called in their configurations. The second MAC covers the
/// name: one that a client has made up is of no account.
///
/// Limitations: a credential that is replaced makes earlier names foreign. A server without a
/// credential has a key that everybody can derive.
///
/// Immutable and safe for any number of threads.
public final class StateIds {
  private static final String MARK = "_slr1";
  private static final String HMAC = "HmacSHA256";
  private static final int ORIGIN = 8;
  private static final int MAC = 16;

  /// Characters of each in base64, without padding.
  private static final int ORIGIN_CHARS = 11;

  private static final int MARKED = MARK.length() + ORIGIN_CHARS + 22;

  private final SecretKeySpec key;
  private final String origin;

  /// The names of what is held at the account of `provider` that `credential` belongs to.
  public StateIds(ProviderConfig provider, Optional<Secret> credential) {
    String secret = "key:" + credential.map(Secret::reveal).orElse("");
    byte[] derived = mac(new SecretKeySpec(secret.getBytes(UTF_8), HMAC), "sluice state 1");
    key = new SecretKeySpec(derived, HMAC);
    BaseUrl url = BaseUrl.of(provider);
    Origin at = url.origin();
    String address = String.join("\0", at.host(), String.valueOf(at.port()), url.path());
    origin = base64(mac(key, address), ORIGIN);
  }

  /// The part of a mark that says which account it is of; empty where `id` has none.
  public static String origin(String id) {
    int mark = id.length() - MARKED;
    boolean marked = mark > 0 && id.startsWith(MARK, mark);
    return marked ? id.substring(mark + MARK.length(), mark + MARK.length() + ORIGIN_CHARS) : "";
  }

  /// The provider's own name in one that has a mark, whichever account it is of; else all of it.
  public static String plain(String id) {
    return origin(id).isEmpty() ? id : id.substring(0, id.length() - MARKED);
  }

  /// The part of a mark that says that it is of this account.
  public String origin() {
    return origin;
  }

  /// What is to be put behind a name that the provider has given.
  public String mark(String id) {
    return MARK + origin + base64(mac(key, origin + "\0" + id), MAC);
  }

  /// Whether a name that has a mark is one that the account's provider has given.
  public boolean isOurs(String id) {
    String own = plain(id);
    return MessageDigest.isEqual((own + mark(own)).getBytes(UTF_8), id.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes, int length) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, length));
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
