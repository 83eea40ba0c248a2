package dev.sluice.dialect.rerank;

/// The form in which a client asks for a rerank, by the endpoint.
public enum RerankClient {
  /// `/v1/rerank`, at which clients of Jina, Voyage, vLLM and of Cohere's first API ask.
  RERANK(RerankForm.JINA),
  /// Cohere's `/v2/rerank`.
  COHERE_RERANK(RerankForm.COHERE),
  /// NIM's `/v1/ranking`.
  NIM_RANKING(RerankForm.NIM);

  private final RerankForm form;

  RerankClient(RerankForm form) {
    this.form = form;
  }

  /// The provider's form that is the same dialect.
  RerankForm form() {
    return form;
  }
}
