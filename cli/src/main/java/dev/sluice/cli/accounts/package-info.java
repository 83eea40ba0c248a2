/// `keys`, `teams`, `apply`, `budgets`, `spend`, `calls`, `audit`, `forget` and `store`: commands
/// that ask a running gateway's admin listener, but for those of `store` that read a store
/// themselves.
@NullMarked
package dev.sluice.cli.accounts;

import org.jspecify.annotations.NullMarked;
