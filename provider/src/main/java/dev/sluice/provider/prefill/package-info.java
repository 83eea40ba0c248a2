/// Answers that go on behind a given beginning, in OpenAI's dialect of chats: which requests and
/// answers that can be done with ([dev.sluice.provider.prefill.PlainChat],
/// [dev.sluice.provider.prefill.Beginning]), the request for the rest, and the events of the rest
/// as the client gets them ([dev.sluice.provider.prefill.ContinuedEvents]).
///
/// Pure functions, but for [dev.sluice.provider.prefill.ContinuedEvents], which is confined to a
/// loop.
@NullMarked
package dev.sluice.provider.prefill;

import org.jspecify.annotations.NullMarked;
