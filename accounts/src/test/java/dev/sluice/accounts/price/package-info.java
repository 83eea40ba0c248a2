@NullMarked
package dev.sluice.accounts.price;

import org.jspecify.annotations.NullMarked;
