package dev.sluice.dialect.rerank;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rerank.RerankReply.Ranked;
import dev.sluice.dialect.rerank.RerankRequest.Document;
import dev.sluice.dialect.rerank.RerankRequest.Option;
import dev.sluice.dialect.rule.Losses;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The codec of NIM's `/v1/ranking`. It always answers with all passages, so that the best are
/// taken of its answer, and its scores are logits.
/// https://docs.nvidia.com/nim/nemo-retriever/text-reranking/latest/reference.html
final class NimRanking implements RerankCodec {
  private static final Set<String> KNOWN = Set.of("model", "query", "passages", "truncate");

  @Override
  public RerankRequest decodeRequest(JsonNode top) {
    return new RerankRequest(
        RerankProperties.query(top),
        RerankProperties.documents(top, "passages"),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.ofNullable(top.string("truncate"))
            .map(word -> new Option<>("truncate", word.equals("END"))),
        false,
        RerankProperties.others(top, KNOWN));
  }

  @Override
  public byte[] encodeRequest(RerankRequest request, String model, Losses losses, HeapMeter meter) {
    request
        .perDocument()
        .ifPresent(most -> losses.drop(most.path(), "the target has no such bound"));
    var out = new JsonOutput(meter);
    out.open('{').field("model", model);
    out.name("query").open('{').field("text", request.query()).close('}');
    out.name("passages").open('[');
    for (Document document : request.documents()) {
      out.open('{').field("text", document.text()).close('}');
    }
    out.close(']');
    request.cut().ifPresent(cut -> out.field("truncate", cut.value() ? "END" : "NONE"));
    return out.close('}').bytes();
  }

  @Override
  public RerankReply decodeAnswer(JsonNode top, int count) {
    return new RerankReply(
        RerankProperties.ranked(top, "rankings", "logit", count),
        Optional.empty(),
        RerankProperties.count(top, "usage", "total_tokens"),
        OptionalLong.empty());
  }

  @Override
  public byte[] encodeAnswer(RerankReply reply, Terms terms, HeapMeter meter) {
    var out = new JsonOutput(meter);
    out.open('{').name("rankings").open('[');
    for (Ranked one : reply.ranked()) {
      out.open('{').field("index", one.index()).field("logit", one.score()).close('}');
    }
    out.close(']').name("usage").open('{');
    out.field("prompt_tokens", terms.tokens()).field("total_tokens", terms.tokens()).close('}');
    return out.close('}').bytes();
  }
}
