package dev.sluice.call.request;

/// The properties of a call by which admission orders it. Tenant and subtenant together are the
/// owner of a call: the answers that it leaves in a cache, and those that it shares while it is
/// under way, serve calls of the same owner alone.
///
/// @param band how urgent it is
/// @param tenant the tenant that the call is made for; `*` for none in particular
/// @param subtenant the part of its tenant, whose share is divided among them; `*` for none in
///   particular, empty where the tenant is not divided
/// @param clientRetries how often the client has tried the same before, by its own count
/// @param caching what its client says of answers that were not made for it
/// @param caller the maker of the call, as the edge knows and the client cannot choose: a name for
///   its key, else its address; [#NOBODY] where neither is known. Compared, never shown
public record SchedulingHints(
    Band band,
    String tenant,
    String subtenant,
    int clientRetries,
    CacheDirective caching,
    String caller) {

  /// No tenant or caller in particular.
  public static final String NOBODY = "*";

  /// The subtenant of a tenant that has none.
  public static final String UNDIVIDED = "";

  /// A call that says nothing about itself.
  public static final SchedulingHints NONE = new SchedulingHints(Band.NORMAL, NOBODY, 0);

  /// A claim that says nothing of other calls' answers.
  public SchedulingHints(Band band, String tenant, int clientRetries) {
    this(band, tenant, clientRetries, CacheDirective.UNSAID);
  }

  /// The hints of a call from an unknown caller.
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
