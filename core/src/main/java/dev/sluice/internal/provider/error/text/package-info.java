/// Text of a provider's errors: what of it is the provider's own, and what must not be shown to
/// anybody.
@NullMarked
package dev.sluice.internal.provider.error.text;

import org.jspecify.annotations.NullMarked;
