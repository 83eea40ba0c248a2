/// Access to the admin listener: a token, the session that a browser gets for it, and, where there
/// is no token, requests of this machine's own pages alone.
@NullMarked
package dev.sluice.server.admin.access;

import org.jspecify.annotations.NullMarked;
