package dev.sluice.accounts.terms;

/// The holder of a key. Calls bear its id as [dev.sluice.call.request.SchedulingHints#caller].
///
/// @param id the name of a static key, the id of one of a store
/// @param name for people
/// @param team whose calls they are: its keys share caches, calls under way, batches and a fair
///   share
/// @param divided whether `x-sluice-tenant` names parts of the team
/// @param terms what it may do
public record Principal(String id, String name, String team, boolean divided, KeyTerms terms) {}
