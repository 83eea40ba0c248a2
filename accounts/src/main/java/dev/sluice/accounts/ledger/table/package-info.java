/// The tables of the ledger, and what writes them. All of it runs as work of a store, on its
/// threads.
@NullMarked
package dev.sluice.accounts.ledger.table;

import org.jspecify.annotations.NullMarked;
