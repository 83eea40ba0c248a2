package dev.sluice.call.request;

/// What a call brings to those who decide which one goes first, and how. Tenant and subtenant
/// together are the owner of a call: what it leaves behind, and what it shares while it is under
/// way, serves calls of the same owner alone.
///
/// @param band how urgent it is
/// @param tenant on whose behalf it is made; `*` for nobody in particular
/// @param subtenant for whom within its tenant, whose share is divided among them; `*` for nobody
///   in particular, empty where the tenant is not divided
/// @param clientRetries how often the client has tried the same before, by its own count
/// @param caching what its client says of answers that were not made for it
/// @param caller who makes it, as the edge knows and the client cannot choose: a name for its key,
///   else its address; [#NOBODY] where neither is known. Compared, never shown
public record SchedulingHints(
    Band band,
    String tenant,
    String subtenant,
    int clientRetries,
    CacheDirective caching,
    String caller) {

  /// Nobody in particular.
  public static final String NOBODY = "*";

  /// The subtenant of a tenant that has none.
  public static final String UNDIVIDED = "";

  /// A call that says nothing about itself.
  public static final SchedulingHints NONE = new SchedulingHints(Band.NORMAL, NOBODY, 0);

  /// A claim that says nothing of other calls' answers.
  public SchedulingHints(Band band, String tenant, int clientRetries) {
    this(band, tenant, clientRetries, CacheDirective.UNSAID);
  }

  /// A claim of nobody that is known.
  public SchedulingHints(Band band, String tenant, int clientRetries, CacheDirective caching) {
    this(band, tenant, UNDIVIDED, clientRetries, caching, NOBODY);
  }

  /// This claim, made by `other`.
  public SchedulingHints by(String other) {
    return new SchedulingHints(band, tenant, subtenant, clientRetries, caching, other);
  }

  /// This claim for a part of its tenant.
  public SchedulingHints within(String part) {
    return new SchedulingHints(band, tenant, part, clientRetries, caching, caller);
  }
}
