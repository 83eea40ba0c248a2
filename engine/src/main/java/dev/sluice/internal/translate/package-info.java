/// Translation in front of a target: calls in another dialect than the provider's reach it, and
/// their answers come back in the client's.
///
/// [dev.sluice.internal.translate.TranslationFilter] stands directly in front of the provider,
/// behind the timeouts, so that each attempt is translated for its own target. What maps to what is
/// the business of [dev.sluice.dialect.Translation]; here are memory, threads and the answer's way.
///
/// Requests and whole answers are translated on the call's thread, large ones in the pool of
/// workers; the events of a stream on the call's loop, as they pass. All that a translation builds
/// is counted as it is built, and reserved in the memory budget by the thread that builds it.
@NullMarked
package dev.sluice.internal.translate;

import org.jspecify.annotations.NullMarked;
