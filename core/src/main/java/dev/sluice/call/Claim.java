package dev.sluice.call;

/// What a call brings to those who decide which one goes first.
///
/// @param band how urgent it is
/// @param tenant on whose behalf it is made; `*` for nobody in particular
/// @param clientRetries how often the client has tried the same before, by its own count
public record Claim(Band band, String tenant, int clientRetries) {

  /// A call that says nothing about itself.
  public static final Claim NONE = new Claim(Band.NORMAL, "*", 0);
}
