/// Sixteen faults of a provider that stands first on a route with a fallback, over real sockets:
/// what a gateway makes of each. [dev.sluice.lab.faults.Faults] runs them, at a Sluice of its own
/// for each or at any other gateway, and prints a table; the list is in docs/faults.md.
@NullMarked
package dev.sluice.lab.faults;

import org.jspecify.annotations.NullMarked;
