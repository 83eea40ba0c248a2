package dev.sluice.accounts.key;

import dev.sluice.accounts.terms.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key of a store, without its secrets.
///
/// @param principal the caller that it stands for
/// @param life when it begins and ends
/// @param secrets what is kept of its secrets: one, or two while it is being rotated
/// @param version raised by each change; for `If-Match`
/// @param owner the person whose it is
public record StoredKey(
    Principal principal, Life life, List<SecretDigest> secrets, long version, KeyOwner owner) {
  public StoredKey {
    secrets = List.copyOf(secrets);
  }

  /// A key that is no person's.
  public StoredKey(Principal principal, Life life, List<SecretDigest> secrets, long version) {
    this(principal, life, secrets, version, KeyOwner.NONE);
  }

  /// Instants in milliseconds since 1970; 0 for never.
  ///
  /// @param created when it was made
  /// @param expires when it ends by itself
  /// @param revoked when it was revoked
  /// @param cut whether its running calls ended with it
  public record Life(long created, long expires, long revoked, boolean cut) {
    public boolean isRevoked() {
      return revoked != 0;
    }

    public boolean isExpired(long now) {
      return expires != 0 && expires <= now;
    }
  }

  public String id() {
    return principal.id();
  }

  /// The state of the key: `active`, `expired`, `revoked`, or `suspended` while its owner may not
  /// come in.
  ///
  /// @param now in milliseconds since 1970
  public String state(long now) {
    if (life.isRevoked()) {
      return "revoked";
    }
    if (life.isExpired(now)) {
      return "expired";
    }
    return owner.active() ? "active" : "suspended";
  }

  /// Judges a secret that bears this key's id. All digests of the key are compared, in constant
  /// time.
  KeyCheck check(byte[] digest, long now) {
    SecretDigest found = secret(digest);
    if (found == null) {
      return new KeyCheck.Unknown();
    }
    return found.isOver(now) && !life.isRevoked() ? new KeyCheck.Expired() : check(now);
  }

  /// Judges this key where its caller is known without a secret.
  KeyCheck check(long now) {
    if (life.isRevoked()) {
      return new KeyCheck.Revoked();
    }
    if (life.isExpired(now)) {
      return new KeyCheck.Expired();
    }
    return owner.active() ? new KeyCheck.Known(principal) : new KeyCheck.Suspended();
  }

  private @Nullable SecretDigest secret(byte[] digest) {
    SecretDigest found = null;
    for (SecretDigest secret : secrets) {
      found = secret.is(digest) ? secret : found;
    }
    return found;
  }
}
