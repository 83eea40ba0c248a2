/// LangChain4j's models in front of a gateway in the same process:
/// [dev.sluice.langchain4j.SluiceHttpClientBuilder] is the HTTP client of their builders.
@NullMarked
package dev.sluice.langchain4j;

import org.jspecify.annotations.NullMarked;
