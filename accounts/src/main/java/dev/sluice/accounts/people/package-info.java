/// People: who logs in and owns keys, the groups that they are in, and their sessions, as the
/// store's tables and as a snapshot in memory. A person is who an identity provider says (`iss` and
/// `sub`), or an entry that a directory has written ahead of the first login; two with one e-mail
/// are two.
///
/// ```text
/// PeopleChanges ── a change, its audit row, two revisions ──> the store
///                  keys of people who may not come in ──────> KeyRing, as for every change
///                  living sessions, their people and groups ─> PeopleSnapshot, one reference
/// ```
///
/// Whether the owner of a key is active is part of the snapshot of keys, so that calls need nothing
/// of this package. Everything here but [dev.sluice.accounts.people.PeopleTable] is immutable or
/// safe for any thread, and does no I/O.
@NullMarked
package dev.sluice.accounts.people;

import org.jspecify.annotations.NullMarked;
