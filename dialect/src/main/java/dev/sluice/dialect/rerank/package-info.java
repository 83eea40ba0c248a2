/// Reranks across the forms of Cohere, Jina, Voyage and NVIDIA's NIM, bytes in, bytes out:
/// [dev.sluice.dialect.rerank.RerankTranslation] in front, a codec for each form behind it, and
/// between the codecs a request and an answer in no dialect
/// ([dev.sluice.dialect.rerank.RerankRequest], [dev.sluice.dialect.rerank.RerankReply]). Scores are
/// copied as they were written: their scales differ from model to model, and none is made of
/// another.
///
/// Codecs are stateless, requests and answers immutable; all are safe for any thread. What takes
/// long by its size does not belong on a loop.
@NullMarked
package dev.sluice.dialect.rerank;

import org.jspecify.annotations.NullMarked;
