/// `keys`, `teams` and `audit`: commands that ask a running gateway's admin listener.
@NullMarked
package dev.sluice.cli.accounts;

import org.jspecify.annotations.NullMarked;
