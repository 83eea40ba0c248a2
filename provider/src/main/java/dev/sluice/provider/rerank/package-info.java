/// The meaning of reranks, in the forms of all providers
/// ([dev.sluice.provider.rerank.RerankAnswers]). Confined to the call's loop.
@NullMarked
package dev.sluice.provider.rerank;

import org.jspecify.annotations.NullMarked;
