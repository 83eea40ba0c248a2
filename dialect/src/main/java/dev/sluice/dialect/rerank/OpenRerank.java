package dev.sluice.dialect.rerank;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rerank.RerankReply.Ranked;
import dev.sluice.dialect.rerank.RerankRequest.Asked;
import dev.sluice.dialect.rerank.RerankRequest.Document;
import dev.sluice.dialect.rule.Losses;
import java.util.Optional;
import java.util.Set;

/// The codec of `/v1/rerank` of Jina and Voyage. As the client's form it takes what any of them and
/// Cohere's first API say; a client that says `top_k` or `truncation` is one of Voyage's and gets
/// its answer in Voyage's form, any other one in Jina's, with what Cohere's first API has beside
/// it.
///
/// @param voyage whether the provider is Voyage
record OpenRerank(boolean voyage) implements RerankCodec {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "query",
          "documents",
          "top_n",
          "top_k",
          "return_documents",
          "max_tokens_per_doc",
          "truncation");

  @Override
  public RerankRequest decodeRequest(JsonNode top) {
    boolean voyages = top.get("top_k") != null || top.get("truncation") != null;
    return new RerankRequest(
        RerankProperties.query(top),
        RerankProperties.documents(top, "documents"),
        RerankProperties.whole(top, "top_n", "top_k"),
        returned(top, voyages),
        RerankProperties.whole(top, "max_tokens_per_doc"),
        RerankProperties.flag(top, "truncation"),
        voyages,
        RerankProperties.others(top, KNOWN));
  }

  /// Whether the client wants its documents back. Jina returns them unless it is told not to, and
  /// its clients read them; Voyage does not.
  private static boolean returned(JsonNode top, boolean voyages) {
    JsonNode said = top.get("return_documents");
    boolean open = said == null || said.is(JsonKind.NULL);
    return open ? !voyages : top.isTrue("return_documents");
  }

  @Override
  public byte[] encodeRequest(RerankRequest request, String model, Losses losses, HeapMeter meter) {
    request
        .perDocument()
        .ifPresent(most -> losses.drop(most.path(), "the target has no such bound"));
    request
        .cut()
        .filter(cut -> !voyage && !cut.value())
        .ifPresent(cut -> losses.drop(cut.path(), "the target cuts off what is too long"));
    var out = new JsonOutput(meter);
    out.open('{').field("model", model).field("query", request.query()).name("documents").open('[');
    for (Document document : request.documents()) {
      out.string(document.text());
    }
    out.close(']');
    request.top().ifPresent(top -> out.field(voyage ? "top_k" : "top_n", top.value()));
    out.name("return_documents").bool(false);
    if (voyage) {
      request.cut().ifPresent(cut -> out.name("truncation").bool(cut.value()));
    }
    return out.close('}').bytes();
  }

  @Override
  public RerankReply decodeAnswer(JsonNode top, int count) {
    return new RerankReply(
        RerankProperties.ranked(top, voyage ? "data" : "results", "relevance_score", count),
        Optional.ofNullable(top.string("model")),
        RerankProperties.count(top, "usage", "total_tokens"),
        RerankProperties.count(top, "meta", "billed_units", "search_units"));
  }

  @Override
  public byte[] encodeAnswer(RerankReply reply, Terms terms, HeapMeter meter) {
    Asked asked = terms.asked();
    var out = new JsonOutput(meter);
    out.open('{').field("id", asked.id()).field("object", "list");
    out.field("model", reply.model().orElse(terms.model()));
    out.name(asked.voyage() ? "data" : "results").open('[');
    for (Ranked one : reply.ranked()) {
      out.open('{').field("index", one.index()).field("relevance_score", one.score());
      if (!asked.texts().isEmpty()) {
        document(out, asked, asked.texts().get(one.index()));
      }
      out.close('}');
    }
    out.close(']').name("usage").open('{').field("total_tokens", terms.tokens()).close('}');
    if (!asked.voyage()) {
      CohereRerank.meta(out, "1", terms.units());
    }
    return out.close('}').bytes();
  }

  private static void document(JsonOutput out, Asked asked, String text) {
    out.name("document");
    if (asked.voyage()) {
      out.string(text);
    } else {
      out.open('{').field("text", text).close('}');
    }
  }
}
