/// Payment: the payers of clients' calls with the prices that they pay, the status of all budgets,
/// and alerts to the owners of budgets.
@NullMarked
package dev.sluice.server.payment;

import org.jspecify.annotations.NullMarked;
