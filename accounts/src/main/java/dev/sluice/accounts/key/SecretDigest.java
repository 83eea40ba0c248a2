package dev.sluice.accounts.key;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The record that is kept of one of a key's secrets: its SHA-256, when it was made, and when it
/// ends.
public final class SecretDigest {
  private final byte[] digest;
  private final long created;
  private final long ends;
  private final boolean imported;

  /// @param digest the SHA-256
  /// @param created in milliseconds since 1970
  /// @param ends when it is of no use any more, likewise; 0 for never
  /// @param imported whether another gateway has made the secret, which bears no key's id
  public SecretDigest(byte[] digest, long created, long ends, boolean imported) {
    this.digest = digest.clone();
    this.created = created;
    this.ends = ends;
    this.imported = imported;
  }

  /// Makes the record of a secret of the store's own form.
  public SecretDigest(byte[] digest, long created, long ends) {
    this(digest, created, ends, false);
  }

  /// Whether the digest is `other`, compared in constant time.
  boolean is(byte[] other) {
    return MessageDigest.isEqual(digest, other);
  }

  public boolean isOver(long now) {
    return ends != 0 && ends <= now;
  }

  /// The digest, to be read, as the key of a map.
  ByteBuffer bytes() {
    return ByteBuffer.wrap(digest).asReadOnlyBuffer();
  }

  public String hex() {
    return HexFormat.of().formatHex(digest);
  }

  public long created() {
    return created;
  }

  public long ends() {
    return ends;
  }

  public boolean imported() {
    return imported;
  }
}
