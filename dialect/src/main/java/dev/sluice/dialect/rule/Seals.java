package dev.sluice.dialect.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.HeapMeter;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The seals of a provider's opaque values (signatures of thinking, redacted thinking) for the way
/// through a client of another dialect, opened when they come back:
///
/// ```
/// slc1. base64url( origin, 8 bytes | MAC, 16 bytes | value )
/// ```
///
/// The key derives from the provider's credential, so that nodes and restarts agree without a
/// store, and a token of another provider, account or model does not open. The MAC (HMAC-SHA-256,
/// RFC 2104, truncated) covers the text that the value belongs to as well: thinking that a client
/// has edited does not open either. A token tells its origin only as a hash.
///
/// Limitations: the value is not hidden from the client, which would see it from its provider too.
/// A credential that is replaced makes earlier tokens foreign.
///
/// Safe for any number of threads.
public final class Seals {
  /// The beginning of each token.
  public static final String MARK = "slc1.";

  private static final String HMAC = "HmacSHA256";
  private static final int ORIGIN = 8;
  private static final int MAC = 16;

  /// The copies made in opening a token: it is copied and decoded, and its value copied, sealed
  /// again and made a text.
  private static final int OPENED = 5;

  private final String name;
  private final String credential;

  /// Derived when it is first needed: seals are made for each call whose client names the model,
  /// and few conversations carry one. A thread that does not see it yet derives the same again.
  private @Nullable Derived derived;

  /// The seals of one model at one account of a provider.
  ///
  /// @param credential the provider's secret
  public Seals(String dialect, String provider, String model, String credential) {
    this.name = String.join("\0", dialect, provider, model);
    this.credential = credential;
  }

  /// What the credential and the name are used as. Its fields are final, so that a thread that sees
  /// it sees all of it.
  ///
  /// @param key of the MACs
  /// @param origin what each token begins with
  @SuppressWarnings("ArrayRecordComponent")
  private record Derived(SecretKeySpec key, byte[] origin) {
    static Derived of(String name, String credential) {
      byte[] secret = Digests.mac(Seals.secret(credential), "sluice seal 1".getBytes(UTF_8));
      var key = new SecretKeySpec(secret, HMAC);
      return new Derived(key, Arrays.copyOf(Digests.mac(key, name.getBytes(UTF_8)), ORIGIN));
    }
  }

  private Derived derived() {
    Derived known = derived;
    if (known == null) {
      known = Derived.of(name, credential);
      derived = known;
    }
    return known;
  }

  /// Returns the token that seals a value.
  ///
  /// @param text the text that the value belongs to
  public String close(String value, String text) {
    byte[] raw = value.getBytes(UTF_8);
    byte[] token = new byte[ORIGIN + MAC + raw.length];
    System.arraycopy(derived().origin(), 0, token, 0, ORIGIN);
    System.arraycopy(seal(raw, text), 0, token, ORIGIN, MAC);
    System.arraycopy(raw, 0, token, ORIGIN + MAC, raw.length);
    return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /// Opens a token; empty where it is not from this target, or the text is not its own.
  ///
  /// @param meter counts what is built, all of which is soon garbage
  public Optional<String> open(String token, String text, HeapMeter meter) {
    meter.passing(OPENED * HeapMeter.array(token.length()) + 2 * HeapMeter.encoded(text));
    byte[] bytes = decode(token);
    if (bytes.length < ORIGIN + MAC) {
      return Optional.empty();
    }
    byte[] raw = Arrays.copyOfRange(bytes, ORIGIN + MAC, bytes.length);
    byte[] given = Arrays.copyOfRange(bytes, ORIGIN, ORIGIN + MAC);
    boolean ours =
        Arrays.equals(bytes, 0, ORIGIN, derived().origin(), 0, ORIGIN)
            && MessageDigest.isEqual(given, seal(raw, text));
    return ours ? Optional.of(new String(raw, UTF_8)) : Optional.empty();
  }

  /// Whether a text has the form of a token, from wherever it is.
  static boolean isToken(String text) {
    return decode(text).length >= ORIGIN + MAC;
  }

  private byte[] seal(byte[] raw, String text) {
    byte[] words = text.getBytes(UTF_8);
    byte[] all =
        Arrays.copyOf(derived().origin(), ORIGIN + Integer.BYTES + raw.length + words.length);
    for (int i = 0; i < Integer.BYTES; i++) {
      all[ORIGIN + i] = (byte) (raw.length >> (Byte.SIZE * i));
    }
    System.arraycopy(raw, 0, all, ORIGIN + Integer.BYTES, raw.length);
    System.arraycopy(words, 0, all, ORIGIN + Integer.BYTES + raw.length, words.length);
    return Arrays.copyOf(Digests.mac(derived().key(), all), MAC);
  }

  private static byte[] decode(String token) {
    if (!token.startsWith(MARK)) {
      return new byte[0];
    }
    try {
      return Base64.getUrlDecoder().decode(token.substring(MARK.length()));
    } catch (IllegalArgumentException damaged) {
      return new byte[0];
    }
  }

  /// The key of the HMAC, which may not be empty, while a credential may.
  private static SecretKeySpec secret(String credential) {
    return new SecretKeySpec(("key:" + credential).getBytes(UTF_8), HMAC);
  }
}
