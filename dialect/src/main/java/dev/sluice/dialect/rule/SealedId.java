package dev.sluice.dialect.rule;

import org.jspecify.annotations.Nullable;

/// The id of a call together with the token that seals the call's signature, for clients that keep
/// nothing of a call but its id, name and arguments:
///
/// ```
/// id _slc1_ token without its mark      letters, digits, _ and -; at most 8 KiB
/// ```
///
/// Every client repeats an id, in the call and in its result. The id is taken apart by its form
/// alone, since it may go to any target: [Seals#open] shows whether the token is from that target.
///
/// @param id the call's own id
/// @param token the seal of the call's signature
public record SealedId(String id, String token) {
  /// The mark between an id and its token.
  public static final String MARK = "_slc1_";

  /// The most characters of an id with its token.
  private static final int LENGTH_MAX = 8 * 1024;

  private static final int ID_MAX = 64;

  /// Returns the id with the token behind it; the id alone where both together are too long.
  ///
  /// @param id of at most 64 letters, digits, `_` and `-`, without the mark
  /// @param token the seal of the call's signature; null for none
  public static String join(String id, @Nullable String token) {
    if (token == null || !token.startsWith(Seals.MARK)) {
      return id;
    }
    String joined = id + MARK + token.substring(Seals.MARK.length());
    return joined.length() <= LENGTH_MAX && read(joined) != null ? joined : id;
  }

  /// Reads the parts of an id; null where it has no token, or only looks as if it had.
  public static @Nullable SealedId read(String joined) {
    int index = joined.indexOf(MARK);
    if (index < 1 || index > ID_MAX || joined.length() > LENGTH_MAX || !isPlain(joined)) {
      return null;
    }
    String token = Seals.MARK + joined.substring(index + MARK.length());
    return Seals.isToken(token) ? new SealedId(joined.substring(0, index), token) : null;
  }

  /// Returns the call's own id, without a token.
  public static String without(String joined) {
    SealedId sealed = read(joined);
    return sealed == null ? joined : sealed.id();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
