/// Teams, keys and the audit log over the admin listener: what [dev.sluice.accounts] knows, as
/// JSON. Runs on the admin listener's pool.
@NullMarked
package dev.sluice.server.accounts;

import org.jspecify.annotations.NullMarked;
