package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.config.provider.Secret;
import dev.sluice.dialect.rule.Digests;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/// The keys by which a provider tells repeats from other requests (`idempotency-key`). All owners
/// share the gateway's account there, so that the provider gets a MAC of a client's key and of its
/// owner (HMAC-SHA-256, RFC 2104): nobody is given an answer of another's by its key. The MAC's own
/// key derives from the credential, so that nodes and restarts agree. Immutable.
final class RepeatKeys {
  private static final String HEADER = "idempotency-key";
  private static final String HMAC = "HmacSHA256";

  /// The bytes of a key, of which 32 letters are made.
  private static final int LENGTH = 24;

  private final SecretKeySpec key;

  RepeatKeys(Optional<Secret> credential) {
    String secret = "key:" + credential.map(Secret::reveal).orElse("");
    var root = new SecretKeySpec(secret.getBytes(UTF_8), HMAC);
    key = new SecretKeySpec(Digests.mac(root, "sluice repeats 1".getBytes(UTF_8)), HMAC);
  }

  /// Returns the headers of a call's client with the key that is its owner's alone. A client that
  /// nobody tells from others keeps its own.
  Map<String, String> owned(Call call) {
    String said = call.repeatKey();
    SchedulingHints of = call.hints();
    boolean nobody =
        of.tenant().equals(SchedulingHints.NOBODY)
            && of.subtenant().equals(SchedulingHints.UNDIVIDED);
    if (said.isEmpty() || nobody) {
      return call.headers();
    }
    var headers = new HashMap<>(call.headers());
    headers.put(HEADER, mac(List.of(of.tenant(), of.subtenant(), said)));
    return headers;
  }

  /// The MAC of texts, each behind its length.
  private String mac(List<String> texts) {
    List<byte[]> parts = texts.stream().map(text -> text.getBytes(UTF_8)).toList();
    int size = parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
    ByteBuffer all = ByteBuffer.allocate(size);
    parts.forEach(part -> all.putInt(part.length).put(part));
    byte[] proof = Arrays.copyOf(Digests.mac(key, all.array()), LENGTH);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
  }
}
