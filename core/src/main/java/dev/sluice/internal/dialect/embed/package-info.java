/// Embeddings across the forms of OpenAI, Gemini, Mistral, Voyage and Cohere, bytes in, bytes out:
/// [dev.sluice.internal.dialect.embed.EmbeddingTranslation] in front, a codec for each form behind
/// it, and the neutral request and answer between them (`hub`). Vectors are copied as they were
/// written, and read only where a client wants them in base64 and the provider writes numbers.
///
/// Stateless and safe for any thread; what takes long by its size does not belong on a loop.
@NullMarked
package dev.sluice.internal.dialect.embed;

import org.jspecify.annotations.NullMarked;
