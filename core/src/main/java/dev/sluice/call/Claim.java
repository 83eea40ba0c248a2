package dev.sluice.call;

/// What a call brings to those who decide which one goes first, and how.
///
/// @param band how urgent it is
/// @param tenant on whose behalf it is made; `*` for nobody in particular
/// @param clientRetries how often the client has tried the same before, by its own count
/// @param caching what its client says of answers that were not made for it
public record Claim(Band band, String tenant, int clientRetries, Caching caching) {

  /// A call that says nothing about itself.
  public static final Claim NONE = new Claim(Band.NORMAL, "*", 0);

  /// A claim that says nothing of other calls' answers.
  public Claim(Band band, String tenant, int clientRetries) {
    this(band, tenant, clientRetries, Caching.UNSAID);
  }
}
