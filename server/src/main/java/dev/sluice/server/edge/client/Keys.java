package dev.sluice.server.edge.client;

import dev.sluice.server.http.request.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that the server accepts, kept and compared as SHA-256 digests: all of them every time,
/// in constant time, so that an answer's delay reveals nothing. Safe for any thread.
public final class Keys {
  /// Longer ones are not looked at.
  private static final int LONGEST = 512;

  private final List<KeyForm> forms;
  private final List<byte[]> digests;
  private final List<Client> clients;

  /// @param keys none: everybody may come in
  public Keys(List<ClientKey> keys) {
    this(keys, KeyForm.ALL);
  }

  private Keys(List<ClientKey> keys, List<KeyForm> forms) {
    this.forms = forms;
    digests = keys.stream().map(key -> digest(key.secret().reveal())).toList();
    clients = keys.stream().map(ClientKey::client).toList();
  }

  /// Keys that may be shown as bearer tokens alone.
  public static Keys bearer(List<ClientKey> keys) {
    return new Keys(keys, List.of(KeyForm.BEARER));
  }

  /// Whether everybody may come in.
  public boolean isEmpty() {
    return digests.isEmpty();
  }

  /// Whether a request with these headers may come in.
  public boolean admit(HttpHeaders headers) {
    return isEmpty() || client(headers) != null;
  }

  /// The client that sends a request with these headers; null if it shows none of the keys. Several
  /// forms of showing one may be there, of which one has to be good: some agents also send what
  /// they are logged in with.
  public @Nullable Client client(HttpHeaders headers) {
    for (KeyForm form : forms) {
      String key = form.key(headers);
      Client client = key == null ? null : client(key);
      if (client != null) {
        return client;
      }
    }
    return null;
  }

  private @Nullable Client client(String key) {
    boolean fit = !key.isEmpty() && key.length() <= LONGEST && Ascii.visible(key);
    return fit ? client(digest(key)) : null;
  }

  private @Nullable Client client(byte[] digest) {
    int found = -1;
    for (int i = 0; i < digests.size(); i++) {
      found = MessageDigest.isEqual(digests.get(i), digest) ? i : found;
    }
    return found < 0 ? null : clients.get(found);
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
