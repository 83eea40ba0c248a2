/// Readers of what tells others how calls go.
@NullMarked
package dev.sluice.server.config.reader.telemetry;

import org.jspecify.annotations.NullMarked;
