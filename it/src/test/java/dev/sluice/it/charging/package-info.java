/// Who pays what, over real sockets: a gateway with keys and budgets in front of a simulated
/// provider that counts what it bills.
@NullMarked
package dev.sluice.it.charging;

import org.jspecify.annotations.NullMarked;
