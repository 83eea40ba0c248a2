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
/// @param caching the client's directive about answers that were not made for its call
/// @param caller the maker of the call, as the edge knows and the client cannot choose: a name for
///   its key, else its address; [#NOBODY] where neither is known. Compared, never shown
/// @param conversation a hash of what the call has in common with the calls before it, so that it
///   goes to the same target; [#NO_CONVERSATION] for none, or where its route does not ask
public record SchedulingHints(
    Band band,
    String tenant,
    String subtenant,
    int clientRetries,
    CacheDirective caching,
    String caller,
    long conversation) {

  /// The name for no tenant or caller in particular.
  public static final String NOBODY = "*";

  /// The subtenant of a tenant that is not divided.
  public static final String UNDIVIDED = "";

  /// The conversation of a call that belongs to none.
  public static final long NO_CONVERSATION = 0;

  /// The hints of a call that says nothing about itself.
  public static final SchedulingHints NONE = new SchedulingHints(Band.NORMAL, NOBODY, 0);

  /// The hints of a call that says nothing of other calls' answers, from an unknown caller.
  public SchedulingHints(Band band, String tenant, int clientRetries) {
    this(band, tenant, clientRetries, CacheDirective.UNSAID);
  }

  /// The hints of a call from an unknown caller.
  public SchedulingHints(Band band, String tenant, int clientRetries, CacheDirective caching) {
    this(band, tenant, UNDIVIDED, clientRetries, caching, NOBODY, NO_CONVERSATION);
  }

  /// A copy of these hints with `other` as the caller.
  public SchedulingHints by(String other) {
    return new SchedulingHints(
        band, tenant, subtenant, clientRetries, caching, other, conversation);
  }

  /// A copy of these hints for a part of the tenant.
  public SchedulingHints within(String part) {
    return new SchedulingHints(band, tenant, part, clientRetries, caching, caller, conversation);
  }

  /// A copy of these hints in a conversation.
  public SchedulingHints in(long other) {
    return new SchedulingHints(band, tenant, subtenant, clientRetries, caching, caller, other);
  }
}
