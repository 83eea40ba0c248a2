package dev.sluice.server.client;

import dev.sluice.accounts.key.KeyCheck;
import dev.sluice.accounts.key.KeyRings;
import dev.sluice.api.TargetQuery;
import dev.sluice.call.request.SchedulingHints;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// All keys that a server accepts: those of its configuration, and those of a store. Safe for any
/// thread, loops above all: nothing here waits.
public final class ClientKeys {
  private final boolean required;
  private final Keys fixed;
  private final Optional<KeyRings> stored;
  private final LongSupplier wall;
  private final long oldNames;
  private final boolean tokens;

  /// The result of looking for a client's key in the headers of a request.
  public sealed interface Found {

    /// The client may come in.
    record Admitted(Client client) implements Found {}

    /// The client may not come in.
    record Refused(Reason reason) implements Found {}
  }

  /// The reason why a client may not come in; of several keys that it shows, the last of these
  /// constants counts.
  public enum Reason {
    /// The request shows no key, or none that is known.
    UNKNOWN,
    /// The check digits of the shown key are wrong.
    MISTYPED,
    EXPIRED,
    REVOKED,
    /// The person who owns the shown key may not come in.
    SUSPENDED,
    /// The store, which may know the shown key, cannot be reached.
    UNAVAILABLE,
    /// The shown token stands for nobody; why, the client is not told.
    TOKEN,
    /// The shown token cannot be judged now.
    TOKEN_UNAVAILABLE
  }

  /// @param required whether a key must be shown
  /// @param stored the keys of a store, where there is one
  /// @param oldNames until when names of what providers hold may be used that prove no owner, in
  ///   milliseconds since 1970; 0 for never
  /// @param tokens whether tokens are taken, so that nothing of their form is a key
  /// @param wall the wall clock, in milliseconds since 1970
  public ClientKeys(
      boolean required,
      List<ClientKey> fixed,
      Optional<KeyRings> stored,
      long oldNames,
      boolean tokens,
      LongSupplier wall) {
    this.tokens = tokens;
    this.required = required;
    this.fixed = new Keys(fixed);
    this.stored = stored;
    this.oldNames = oldNames;
    this.wall = wall;
  }

  /// Whether names of what providers hold may be used now that prove no owner.
  public boolean takesOldNames() {
    return oldNames != 0 && wall.getAsLong() < oldNames;
  }

  /// Whether clients may come in without a key.
  public boolean isOpen() {
    return !required;
  }

  /// Judges the sender of a request. Several forms of showing a key may be there, of which one has
  /// to be good: some agents also send what they are logged in with. Clients of Gemini may also
  /// show a key in the query, as `key`.
  ///
  /// @param target path and query
  public Found find(HttpHeaders headers, String target) {
    Reason reason = Reason.UNKNOWN;
    for (KeyForm form : KeyForm.ALL) {
      Found found = judge(form.key(headers));
      if (found instanceof Found.Refused(Reason why)) {
        reason = why.compareTo(reason) > 0 ? why : reason;
      } else {
        return found;
      }
    }
    Found inQuery = judge(TargetQuery.of(target).key());
    return inQuery instanceof Found.Refused(Reason why) && why.compareTo(reason) <= 0
        ? new Found.Refused(reason)
        : inQuery;
  }

  /// Judges the sender of a request by the key that its certificate stands for.
  ///
  /// @param name of a key of the configuration, or `TEAM/NAME` of one of a store
  public Found named(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return fixed(fixed.named(name));
    }
    return stored
        .map(rings -> rings.named(name.substring(0, slash), name.substring(slash + 1)))
        .map(this::found)
        .orElseGet(() -> new Found.Refused(Reason.UNKNOWN));
  }

  /// Judges a key by the name by which calls bear it ([Client#name]): that of a key of the
  /// configuration, or the id of one of a store. Where none is required, an empty name is the
  /// client without a key.
  public Found byId(String id) {
    if (id.isEmpty()) {
      return isOpen()
          ? new Found.Admitted(Client.at(SchedulingHints.NOBODY))
          : new Found.Refused(Reason.UNKNOWN);
    }
    ClientKey own = fixed.named(id);
    return own != null || stored.isEmpty() ? fixed(own) : found(stored.get().byId(id));
  }

  private Found judge(@Nullable String shown) {
    return shown == null ? new Found.Refused(Reason.UNKNOWN) : find(shown);
  }

  /// The token that a request shows in one of the forms of a key; null for none. One in the query,
  /// where logs and histories have it, is none, and no key either.
  public static @Nullable String token(HttpHeaders headers) {
    for (KeyForm form : KeyForm.ALL) {
      String shown = form.key(headers);
      if (shown != null && TokenForm.is(shown)) {
        return shown;
      }
    }
    return null;
  }

  private Found find(String shown) {
    if (tokens && TokenForm.is(shown)) {
      return new Found.Refused(Reason.TOKEN);
    }
    KeyCheck check = stored.map(rings -> rings.check(shown)).orElseGet(KeyCheck.Foreign::new);
    return check instanceof KeyCheck.Foreign ? fixed(fixed.find(shown)) : found(check);
  }

  private Found found(KeyCheck check) {
    return switch (check) {
      case KeyCheck.Known(var principal) -> new Found.Admitted(Client.of(principal));
      case KeyCheck.Foreign() -> new Found.Refused(Reason.UNKNOWN);
      case KeyCheck.Mistyped() -> new Found.Refused(Reason.MISTYPED);
      case KeyCheck.Unknown() -> new Found.Refused(Reason.UNKNOWN);
      case KeyCheck.Expired() -> new Found.Refused(Reason.EXPIRED);
      case KeyCheck.Revoked() -> new Found.Refused(Reason.REVOKED);
      case KeyCheck.Suspended() -> new Found.Refused(Reason.SUSPENDED);
      case KeyCheck.Unavailable() -> new Found.Refused(Reason.UNAVAILABLE);
    };
  }

  private Found fixed(@Nullable ClientKey key) {
    if (key == null) {
      return new Found.Refused(Reason.UNKNOWN);
    }
    return key.isOver(wall.getAsLong())
        ? new Found.Refused(Reason.EXPIRED)
        : new Found.Admitted(key.client());
  }
}
