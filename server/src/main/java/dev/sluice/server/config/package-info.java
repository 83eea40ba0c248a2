/// The configuration of the server, beside the engine: listeners, keys, limits. Immutable records.
@NullMarked
package dev.sluice.server.config;

import org.jspecify.annotations.NullMarked;
