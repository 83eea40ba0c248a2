/// Prices: what a call costs, to the nano-dollar.
///
/// ```text
/// usage (as a provider's dialect reports it) ──> Meters (disjoint) ──> Price of the target, its tier ──> nano-dollars
/// ```
///
/// Money is a `long` of nano-dollars, a price a `long` of pico-dollars a token: counts are
/// multiplied by prices, summed, and rounded once. [dev.sluice.accounts.price.PriceBook] finds the
/// price of a target: own prices first, then imported tables, then the table that comes with the
/// gateway, which says of each row where it is from and of when.
///
/// [dev.sluice.accounts.price.PriceFiles] reads files with prices: the gateway's own form,
/// LiteLLM's, genai-prices', and the table that comes with the gateway. Readers of files are the
/// only part that knows JSON.
///
/// Threads: everything here is safe for any thread, and prices are immutable: a change is another
/// book. A book may be asked on a call's thread.
@NullMarked
package dev.sluice.accounts.price;

import org.jspecify.annotations.NullMarked;
