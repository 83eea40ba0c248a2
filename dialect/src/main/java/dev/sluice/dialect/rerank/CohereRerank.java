package dev.sluice.dialect.rerank;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rerank.RerankReply.Ranked;
import dev.sluice.dialect.rerank.RerankRequest.Document;
import dev.sluice.dialect.rule.Losses;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The codec of Cohere's `/v2/rerank`, which cuts off what is too long, and never has the documents
/// in its answer. https://docs.cohere.com/reference/rerank
final class CohereRerank implements RerankCodec {
  private static final Set<String> KNOWN =
      Set.of("model", "query", "documents", "top_n", "max_tokens_per_doc");

  @Override
  public RerankRequest decodeRequest(JsonNode top) {
    return new RerankRequest(
        RerankProperties.query(top),
        RerankProperties.documents(top, "documents"),
        RerankProperties.whole(top, "top_n"),
        false,
        RerankProperties.whole(top, "max_tokens_per_doc"),
        Optional.empty(),
        false,
        RerankProperties.others(top, KNOWN));
  }

  @Override
  public byte[] encodeRequest(RerankRequest request, String model, Losses losses, HeapMeter meter) {
    request
        .cut()
        .filter(cut -> !cut.value())
        .ifPresent(cut -> losses.drop(cut.path(), "the target cuts off what is too long"));
    var out = new JsonOutput(meter);
    out.open('{').field("model", model).field("query", request.query()).name("documents").open('[');
    for (Document document : request.documents()) {
      out.string(document.text());
    }
    out.close(']');
    request.top().ifPresent(top -> out.field("top_n", top.value()));
    request.perDocument().ifPresent(most -> out.field("max_tokens_per_doc", most.value()));
    return out.close('}').bytes();
  }

  @Override
  public RerankReply decodeAnswer(JsonNode top, int count) {
    OptionalLong units = RerankProperties.count(top, "meta", "billed_units", "search_units");
    return new RerankReply(
        RerankProperties.ranked(top, "results", "relevance_score", count),
        Optional.empty(),
        RerankProperties.count(top, "meta", "tokens", "input_tokens"),
        units);
  }

  @Override
  public byte[] encodeAnswer(RerankReply reply, Terms terms, HeapMeter meter) {
    var out = new JsonOutput(meter);
    out.open('{').field("id", terms.asked().id()).name("results").open('[');
    for (Ranked one : reply.ranked()) {
      out.open('{').field("index", one.index()).field("relevance_score", one.score()).close('}');
    }
    out.close(']');
    meta(out, "2", terms.units());
    return out.close('}').bytes();
  }

  /// Writes what an answer of Cohere's says of itself.
  static void meta(JsonOutput out, String version, long units) {
    out.name("meta").open('{');
    out.name("api_version").open('{').field("version", version).close('}');
    out.name("billed_units").open('{').field("search_units", units).close('}');
    out.close('}');
  }
}
