/// What the server is configured with, beside the engine: listeners, keys, limits. Immutable
/// records.
@NullMarked
package dev.sluice.server.config;

import org.jspecify.annotations.NullMarked;
