/// Providers: how each is reached and what its answers mean. [dev.sluice.provider.ProviderType] has
/// the presets; a subpackage holds each wire dialect. The only place that knows JSON.
@NullMarked
package dev.sluice.provider;

import org.jspecify.annotations.NullMarked;
