/// A provider's hints and limits in an error, from headers and body.
@NullMarked
package dev.sluice.internal.provider.error.hint;

import org.jspecify.annotations.NullMarked;
