package sample;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.sluice.Gateway;
import dev.sluice.langchain4j.SluiceHttpClientBuilder;
import java.util.List;
import java.util.Map;

/// Answers questions about a few texts. Both models call through one gateway, so that they share its
/// limits, its retries and its cache.
public class Rag {
  private static final List<TextSegment> TEXTS =
      List.of(
          TextSegment.from("A sluice is a water channel with a gate at its head."),
          TextSegment.from("A lock lifts boats from one level of water to another."),
          TextSegment.from("A weir raises the level of a river."));

  interface Guide {
    Result<String> answer(String question);
  }

  public static void main(String[] args) {
    try (Gateway gateway = Gateway.start(config(System.getenv()))) {
      var chat =
          OpenAiChatModel.builder()
              .httpClientBuilder(new SluiceHttpClientBuilder(gateway))
              .apiKey("none") // the gateway has it
              .modelName("gpt-5-mini")
              .maxRetries(0) // the gateway's
              .build();
      var embeddings =
          OpenAiEmbeddingModel.builder()
              .httpClientBuilder(new SluiceHttpClientBuilder(gateway))
              .apiKey("none")
              .modelName("text-embedding-3-small")
              .maxRetries(0)
              .build();

      var store = new InMemoryEmbeddingStore<TextSegment>();
      store.addAll(embeddings.embedAll(TEXTS).content(), TEXTS);
      var retriever =
          EmbeddingStoreContentRetriever.builder()
              .embeddingStore(store)
              .embeddingModel(embeddings)
              .maxResults(1)
              .build();
      Guide guide =
          AiServices.builder(Guide.class).chatModel(chat).contentRetriever(retriever).build();

      // The vectors of a simulated provider know no meaning: only the same text is near.
      Result<String> result = guide.answer(TEXTS.getFirst().text());
      System.out.println("found: " + result.sources().getFirst().textSegment().text());
      System.out.println("the answer is empty: " + result.content().isEmpty());
    }
  }

  private static String config(Map<String, String> env) {
    return """
        providers:
          openai: {type: openai, url: "%s", key: "${env:OPENAI_API_KEY}", allow_private: true}
        defaults:
          cache: {ttl: 1h}
        """
        .formatted(env.getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1"));
  }
}
