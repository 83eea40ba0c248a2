/// The meaning of answers in Cohere's dialect, embeddings
/// ([dev.sluice.provider.cohere.CohereAnswers]). Confined to the call's loop.
@NullMarked
package dev.sluice.provider.cohere;

import org.jspecify.annotations.NullMarked;
