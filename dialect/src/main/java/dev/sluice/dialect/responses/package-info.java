/// The codec of OpenAI's Responses ([dev.sluice.dialect.responses.ResponsesCodec]): requests of
/// clients are read into the neutral conversation and requests to providers written from it, and
/// answers, whole and in events, and errors both ways. The items of a provider's answer
/// ([dev.sluice.dialect.responses.ItemSequence]) are read alike, whole or as they come in events.
/// Stateless, but for what reads or writes the events of one answer, which belongs to one thread.
@NullMarked
package dev.sluice.dialect.responses;

import org.jspecify.annotations.NullMarked;
