/// Keys: the form of their secrets, what each may do, and the snapshot that calls are judged by.
/// Everything here but [dev.sluice.accounts.key.KeyTable] is immutable or safe for any thread, and
/// does no I/O.
@NullMarked
package dev.sluice.accounts.key;

import org.jspecify.annotations.NullMarked;
