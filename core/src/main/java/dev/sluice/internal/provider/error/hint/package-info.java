/// What a provider's error says about when to come back and about its limits, from headers and
/// body.
@NullMarked
package dev.sluice.internal.provider.error.hint;

import org.jspecify.annotations.NullMarked;
