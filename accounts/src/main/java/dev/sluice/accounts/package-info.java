/// Accounts: who may call. Teams and their keys in a store, beside the static keys of a
/// configuration, and the record of every change. [dev.sluice.accounts.Accounts] is the entry
/// point.
///
/// ```text
/// store ── a change, its audit row, the revision: one transaction ──> KeyRing, whole ──> one volatile reference
///                                                                       └──> last copy on disk
/// a call's head, on its loop ── reads the reference ──> KeyCheck
/// ```
///
/// A call never waits for the store: it is judged by an immutable snapshot of all keys in memory.
/// While the store is away the snapshot goes on, and what would need the store is refused in words.
@NullMarked
package dev.sluice.accounts;

import org.jspecify.annotations.NullMarked;
