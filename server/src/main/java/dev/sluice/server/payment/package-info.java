/// The payers of clients' calls, and the prices that they pay.
@NullMarked
package dev.sluice.server.payment;

import org.jspecify.annotations.NullMarked;
