/// Embeddings across the forms of OpenAI, Gemini, Mistral, Voyage and Cohere, bytes in, bytes out:
/// [dev.sluice.dialect.embed.EmbeddingTranslation] in front, a codec for each form behind it, and
/// between the codecs a request and an answer in no dialect
/// ([dev.sluice.dialect.embed.EmbeddingRequest], [dev.sluice.dialect.embed.EmbeddingReply]).
/// Vectors are copied as they were written, and read only where a client wants them in base64 and
/// the provider writes numbers.
///
/// Codecs are stateless, requests and answers immutable; all are safe for any thread. What takes
/// long by its size does not belong on a loop.
@NullMarked
package dev.sluice.dialect.embed;

import org.jspecify.annotations.NullMarked;
