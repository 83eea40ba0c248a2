/// An attacker's key against an honest one, in virtual time.
@NullMarked
package dev.sluice.accounts.budget.attack;

import org.jspecify.annotations.NullMarked;
