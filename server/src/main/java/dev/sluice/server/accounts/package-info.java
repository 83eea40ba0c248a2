/// Teams, keys and the audit log over the admin listener: what [dev.sluice.accounts] knows, as
/// JSON. Runs on the admin listener's pool.
///
/// What calls have cost over the admin listener: sums, and the calls of a key one by one, as JSON
/// in pages or as tables for spreadsheets. Runs on the admin listener's pool.
@NullMarked
package dev.sluice.server.accounts;

import org.jspecify.annotations.NullMarked;
