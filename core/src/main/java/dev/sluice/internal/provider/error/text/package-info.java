/// Text of a provider's errors: which parts are the provider's own, and which must not be shown to
/// clients.
@NullMarked
package dev.sluice.internal.provider.error.text;

import org.jspecify.annotations.NullMarked;
