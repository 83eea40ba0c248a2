package dev.sluice.provider.stored;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.dialect.rule.Digests;
import dev.sluice.provider.header.AddedHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/// A key for marks, which derives from one credential, so that nodes and restarts agree without a
/// table, whatever the provider is called in their configurations. The origin is a MAC of the
/// provider's address (HMAC-SHA-256, RFC 2104, truncated to 64 bits); the proof is one of all that
/// a name says, and of its owner, who is not in it (128 bits).
///
/// A client that has a mark can try credentials on it without asking anybody, so no owner's mark is
/// made or read with a credential that could be found by that ([#isSecret]).
///
/// Limitations: the length of a credential is looked at, not how random it is.
///
/// Immutable and safe for any number of threads.
final class StateKey {
  private static final String HMAC = "HmacSHA256";

  /// The least characters of a credential that proves an owner. Vendors' own credentials have 32
  /// and more.
  static final int SHORTEST = 16;

  private static final int ORIGIN = 8;
  private static final int PROOF = 16;

  private final SecretKeySpec ofAccount;
  private final SecretKeySpec ofOwners;
  private final String origin;
  private final boolean secret;

  StateKey(ProviderConfig provider, String credential) {
    secret = credential.length() >= SHORTEST;
    var key = new SecretKeySpec(("key:" + credential).getBytes(UTF_8), HMAC);
    ofAccount = new SecretKeySpec(Digests.mac(key, "sluice state 1".getBytes(UTF_8)), HMAC);
    ofOwners = new SecretKeySpec(Digests.mac(key, "sluice state 2".getBytes(UTF_8)), HMAC);
    BaseUrl url = BaseUrl.of(provider);
    Origin endpoint = url.origin();
    String address =
        String.join("\0", endpoint.host(), String.valueOf(endpoint.port()), url.path())
            + AddedHeaders.account(provider);
    origin = base64(Digests.mac(ofAccount, address.getBytes(UTF_8)), ORIGIN);
  }

  /// The part of a mark that says that it is of this account.
  String origin() {
    return origin;
  }

  /// Whether the key's marks prove an owner: nobody finds the credential by trying.
  boolean isSecret() {
    return secret;
  }

  /// The mark of a name.
  String mark(String id) {
    byte[] proof = Digests.mac(ofAccount, (origin + "\0" + id).getBytes(UTF_8));
    return StateName.accountMark(origin, base64(proof, PROOF));
  }

  /// The mark of a name that is an owner's alone.
  String mark(String id, String owner, String model) {
    byte[] proof = Digests.mac(ofOwners, joined(origin, owner, model, id));
    return StateName.ownerMark(model, origin, base64(proof, PROOF));
  }

  /// Whether two marks are the same, in a time that does not tell how much of them is.
  static boolean isSame(String given, String made) {
    return MessageDigest.isEqual(given.getBytes(UTF_8), made.getBytes(UTF_8));
  }

  /// Joins texts, each behind its length, so that no two lists give the same bytes.
  private static byte[] joined(String... texts) {
    byte[][] parts = Stream.of(texts).map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
    int size = Stream.of(parts).mapToInt(part -> Integer.BYTES + part.length).sum();
    ByteBuffer all = ByteBuffer.allocate(size);
    Stream.of(parts).forEach(part -> all.putInt(part.length).put(part));
    return all.array();
  }

  private static String base64(byte[] bytes, int length) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, length));
  }
}
