package dev.sluice.server.edge;

/// Texts that clients say, before they come to a store, which need not take all characters. Pure
/// functions.
public final class StorableText {
  private StorableText() {}

  /// Returns a text that has no control characters.
  ///
  /// @param member the member of the request that says it
  public static String of(String member, String text) throws ResourceFault {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw ResourceFaults.invalid(member, "must have no control characters");
    }
    return text;
  }
}
