/// Shadows: copies of a share of a route's calls, sent to a target that is tried out, whose answers
/// are thrown away and measured beside the real ones.
///
/// [dev.sluice.internal.shadow.Shadow] is a filter in front of the retry, on a call's virtual
/// thread. It does nothing but draw a number while the real call is under way. When that has been
/// answered it starts the copy on a thread of its own, in the lowest band, if there is memory for
/// it and its target takes it at once. What becomes of the copy is told to nobody but
/// [dev.sluice.call.pipeline.Observer#shadowed].
@NullMarked
package dev.sluice.internal.shadow;

import org.jspecify.annotations.NullMarked;
