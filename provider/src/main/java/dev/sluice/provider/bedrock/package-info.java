/// The meaning of answers of Amazon Bedrock's own interface, embeddings
/// ([dev.sluice.provider.bedrock.InvokeAnswers]). Confined to the call's loop.
@NullMarked
package dev.sluice.provider.bedrock;

import org.jspecify.annotations.NullMarked;
