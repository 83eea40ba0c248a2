/// Embeddings across the forms of OpenAI, Gemini, Mistral, Voyage and Cohere, bytes in, bytes out:
/// [dev.sluice.dialect.embed.EmbeddingTranslation] in front, a codec for each form behind it, and
/// the neutral request and answer between them (`hub`). Vectors are copied as they were written,
/// and read only where a client wants them in base64 and the provider writes numbers.
///
/// Stateless and safe for any thread; what takes long by its size does not belong on a loop.
///
/// A request for vectors, and its answer, in no dialect: the middle between the forms in which
/// vendors embed. Immutable.
@NullMarked
package dev.sluice.dialect.embed;

import org.jspecify.annotations.NullMarked;
