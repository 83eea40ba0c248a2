@NullMarked
package dev.sluice.accounts.ledger;

import org.jspecify.annotations.NullMarked;
