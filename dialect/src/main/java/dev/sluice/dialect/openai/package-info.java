/// The codecs of OpenAI's two dialects, Chat Completions ([dev.sluice.dialect.openai.ChatCodec])
/// and Responses ([dev.sluice.dialect.openai.ResponsesCodec]), which have errors, limits and the
/// forms of parts and tools in common: requests of clients are read into the neutral conversation
/// and requests to providers written from it, and answers, whole and in events, and errors both
/// ways. The items of a provider's answer of Responses ([dev.sluice.dialect.openai.ItemSequence])
/// are read alike, whole or as they come in events. Stateless, but for what reads or writes the
/// events of one answer, which belongs to one thread.
@NullMarked
package dev.sluice.dialect.openai;

import org.jspecify.annotations.NullMarked;
