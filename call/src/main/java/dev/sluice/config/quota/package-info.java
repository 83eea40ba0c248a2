/// The limits of a provider ([dev.sluice.config.quota.QuotaConfig]), as far as the configuration
/// states them: rate limits, concurrency, and the charge rule. Immutable.
@NullMarked
package dev.sluice.config.quota;

import org.jspecify.annotations.NullMarked;
