/// SCIM 2.0 (RFC 7643, RFC 7644): directories such as Entra and Okta write people and groups, on
/// the admin listener and with a token of their own.
///
/// ```text
/// ScimEntry ── token ──> ScimApi ── Values, Patch, FilterParser ──> ScimResources ─> ResourceStore
///                                   what is read, changed, asked    as it is told    StoredUsers
///                                                                                    StoredGroups
/// ```
///
/// A [dev.sluice.server.scim.ResourceKind] lists the attributes that are kept; whatever else a
/// directory sends is passed over. A [dev.sluice.server.scim.ScimFilter] is a tree that is put to
/// resources in memory, so that nothing of it reaches a database but a value that is bound. What a
/// directory sends is bounded everywhere: bodies, nesting, texts, values, operations, filters,
/// answers.
///
/// Threads: [dev.sluice.server.scim.ScimEntry] is asked on loops whether a request may come in; all
/// else waits for the store, on the pools of pages.
@NullMarked
package dev.sluice.server.scim;

import org.jspecify.annotations.NullMarked;
