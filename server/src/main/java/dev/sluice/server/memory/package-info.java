/// The memory of the server's process as the system sees it.
@NullMarked
package dev.sluice.server.memory;

import org.jspecify.annotations.NullMarked;
