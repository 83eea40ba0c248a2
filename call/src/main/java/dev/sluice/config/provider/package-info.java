/// Configured providers, and the built-in settings of each kind of provider
/// ([dev.sluice.config.provider.Preset]). Immutable; a [dev.sluice.config.provider.Secret] never
/// prints its value.
@NullMarked
package dev.sluice.config.provider;

import org.jspecify.annotations.NullMarked;
