package dev.sluice.accounts.key;

import java.security.MessageDigest;
import java.util.HexFormat;

/// The record that is kept of one of a key's secrets: its SHA-256, when it was made, and when it
/// ends.
public final class SecretDigest {
  private final byte[] digest;
  private final long created;
  private final long ends;

  /// @param digest the SHA-256
  /// @param created in milliseconds since 1970
  /// @param ends when it is of no use any more, likewise; 0 for never
  public SecretDigest(byte[] digest, long created, long ends) {
    this.digest = digest.clone();
    this.created = created;
    this.ends = ends;
  }

  /// Whether the digest is `other`, compared in constant time.
  boolean is(byte[] other) {
    return MessageDigest.isEqual(digest, other);
  }

  boolean isOver(long now) {
    return ends != 0 && ends <= now;
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
}
