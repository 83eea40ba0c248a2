/// What requests ask of a provider beside text, found in the pass that finds a request's other
/// facts. Confined to one thread.
@NullMarked
package dev.sluice.internal.provider.request.extra;

import org.jspecify.annotations.NullMarked;
