/// Providers as they are configured, and what is known of each kind of provider before anybody
/// configures it ([dev.sluice.config.provider.Preset]). Immutable; a
/// [dev.sluice.config.provider.Secret] never prints its value.
@NullMarked
package dev.sluice.config.provider;

import org.jspecify.annotations.NullMarked;
