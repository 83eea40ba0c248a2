/// What calls have cost, over the admin listener.
@NullMarked
package dev.sluice.server.accounts.spend;

import org.jspecify.annotations.NullMarked;
