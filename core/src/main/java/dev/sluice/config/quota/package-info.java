/// What a provider allows, as far as the configuration says so: rate limits, concurrency, and what
/// counts. Immutable.
@NullMarked
package dev.sluice.config.quota;

import org.jspecify.annotations.NullMarked;
