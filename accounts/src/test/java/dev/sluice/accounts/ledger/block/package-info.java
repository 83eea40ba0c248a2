@NullMarked
package dev.sluice.accounts.ledger.block;

import org.jspecify.annotations.NullMarked;
