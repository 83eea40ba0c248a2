/// The memory of the server's process as the system sees it, and its division among large bodies:
/// [dev.sluice.server.memory.UploadRoom] lets one begin when there is room for all of it.
@NullMarked
package dev.sluice.server.memory;

import org.jspecify.annotations.NullMarked;
