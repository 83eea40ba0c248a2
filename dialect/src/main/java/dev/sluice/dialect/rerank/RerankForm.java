package dev.sluice.dialect.rerank;

/// The form in which a provider is asked for reranks. Its codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum RerankForm {
  /// The form of Cohere's `/v2/rerank`. https://docs.cohere.com/reference/rerank
  COHERE(new CohereRerank()),
  /// The form of Jina's `/v1/rerank`, which vLLM and other servers have, too.
  /// https://jina.ai/reranker
  JINA(new OpenRerank(false)),
  /// The form of Voyage's `/v1/rerank`. https://docs.voyageai.com/reference/reranker-api
  VOYAGE(new OpenRerank(true)),
  /// The form of NIM's `/v1/ranking`.
  /// https://docs.nvidia.com/nim/nemo-retriever/text-reranking/latest/reference.html
  NIM(new NimRanking());

  private final RerankCodec codec;

  RerankForm(RerankCodec codec) {
    this.codec = codec;
  }

  RerankCodec codec() {
    return codec;
  }
}
