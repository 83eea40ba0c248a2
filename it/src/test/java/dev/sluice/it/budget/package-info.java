/// A thousand callers at once against budgets and limits of keys, over real sockets: a gateway with
/// a store in front of a simulated provider that counts what it bills.
@NullMarked
package dev.sluice.it.budget;

import org.jspecify.annotations.NullMarked;
