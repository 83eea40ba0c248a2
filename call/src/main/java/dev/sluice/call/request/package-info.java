/// The properties of a request, read once from its head and body. Immutable values.
@NullMarked
package dev.sluice.call.request;

import org.jspecify.annotations.NullMarked;
