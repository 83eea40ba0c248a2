/// The demonstration: simulated providers, a gateway in front of them, and callers that keep it
/// busy, all in one process, with a table that shows what the callers get.
///
/// ```
/// Traffic         plans 20 calls a second, each on a virtual thread of its own
///   Caller        makes one call over HTTP, as any application would -> CallResult
///     Dashboard   sums up the results, by route and target -> Row
///       Table     writes rows as text
///         Screen  shows the text: in place on a terminal, else line by line
/// ```
///
/// The table knows only what callers see; the words below it are what the gateway tells its
/// operator.
@NullMarked
package dev.sluice.cli.demo;

import org.jspecify.annotations.NullMarked;
