@NullMarked
package dev.sluice.accounts.payment;

import org.jspecify.annotations.NullMarked;
