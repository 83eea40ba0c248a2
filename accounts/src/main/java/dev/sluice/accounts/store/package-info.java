/// The store of accounts: a SQLite file, or a PostgreSQL database. The only place that knows JDBC;
/// others write SQL as text and run it through [dev.sluice.accounts.store.Sql].
///
/// ```text
/// any thread but a call's   Store.write(work) ──> writer ──> one transaction, one connection
///                           Store.read(work)  ──> reader ──> one connection of its own
///                           Store.ask(work)   ──> answerer ──> the same, for so long at most
/// ```
///
/// Three platform threads, the writer, the reader and the one that answers people's questions, do
/// all work, each from a bounded queue. Neither a call's thread nor a loop waits for them.
@NullMarked
package dev.sluice.accounts.store;

import org.jspecify.annotations.NullMarked;
