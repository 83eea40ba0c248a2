/// Embeddings as Mistral, Voyage and Cohere ask for them and answer, right or wrong. The vector of
/// a text is the one that it has in OpenAI's dialect, unless the request says what it is for.
@NullMarked
package dev.sluice.sim.vendor;

import org.jspecify.annotations.NullMarked;
