/// What is read and changed of accounts.
///
/// What calls have cost, over the admin listener.
@NullMarked
package dev.sluice.server.accounts;

import org.jspecify.annotations.NullMarked;
