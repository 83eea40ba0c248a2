/// What is read and changed of accounts.
@NullMarked
package dev.sluice.server.accounts;

import org.jspecify.annotations.NullMarked;
