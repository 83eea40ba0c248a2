/// Items in the dialects of OpenAI, Gemini and Cohere ([dev.sluice.call.item.ItemCodec]):
/// embeddings, whose inputs are texts, contents or lists of tokens, and moderations, whose inputs
/// are texts. Values are moved as they were written, so that no digit of a vector changes.
///
/// Everything is stateless and safe for any thread.
@NullMarked
package dev.sluice.provider.item;

import org.jspecify.annotations.NullMarked;
