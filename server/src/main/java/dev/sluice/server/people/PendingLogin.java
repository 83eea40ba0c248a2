package dev.sluice.server.people;

import dev.sluice.accounts.key.KeySecret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A login that has begun in a browser: `SECRET.WHEN.TO`, in a cookie. What the provider gets is
/// computed of it: `state` and `nonce`, which tie the answer to this browser and this login, and
/// the code verifier (RFC 7636). Without the cookie nobody can begin a login for another browser,
/// or end one.
///
/// @param text the value of the cookie
/// @param begun in milliseconds since 1970
/// @param to where the login leads back
record PendingLogin(String text, long begun, String to) {
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final int BYTES = 32;
  private static final int LONGEST = 1_024;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /// Begins a login.
  ///
  /// @param random a generator that cannot be foretold
  static PendingLogin begin(String to, long now, RandomGenerator random) {
    String own = OwnPath.of(to);
    String place = BASE64.encodeToString(own.getBytes(StandardCharsets.UTF_8));
    return new PendingLogin(secret(random) + "." + now + "." + place, now, own);
  }

  /// Reads the value of a cookie; empty where it is none, or too old.
  static Optional<PendingLogin> read(String text, long now) {
    String[] parts = text.split("\\.", -1);
    if (text.length() > LONGEST || parts.length != 3 || parts[0].length() < BYTES) {
      return Optional.empty();
    }
    try {
      long begun = Long.parseLong(parts[1]);
      var to = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
      boolean lives = begun <= now && now - begun < LIFE.toMillis();
      return lives ? Optional.of(new PendingLogin(text, begun, OwnPath.of(to))) : Optional.empty();
    } catch (IllegalArgumentException forged) {
      return Optional.empty();
    }
  }

  String state() {
    return derived("state");
  }

  String nonce() {
    return derived("nonce");
  }

  String verifier() {
    return derived("verifier");
  }

  /// What the provider compares with the verifier (`S256`).
  String challenge() {
    return challenge(verifier());
  }

  /// What a provider compares with a code verifier (RFC 7636, `S256`).
  static String challenge(String verifier) {
    return BASE64.encodeToString(KeySecret.digest(verifier));
  }

  /// A text that nobody can guess, which is long enough for a code verifier.
  ///
  /// @param random a generator that cannot be foretold
  static String secret(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  private String derived(String what) {
    return BASE64.encodeToString(KeySecret.digest(what + "|" + text));
  }
}
