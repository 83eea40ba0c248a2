/// Kills a gateway again and again while it is called, or takes its store away, and compares its
/// ledger with what the provider has billed.
@NullMarked
package dev.sluice.lab.ledger;

import org.jspecify.annotations.NullMarked;
