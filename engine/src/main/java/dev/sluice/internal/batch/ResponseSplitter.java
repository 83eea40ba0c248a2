package dev.sluice.internal.batch;

import dev.sluice.call.Head;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.item.ItemCodec;
import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.ItemResults;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.item.Share;
import dev.sluice.call.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Splits one answer into the answers of the members. For one thread.
record ResponseSplitter(
    ItemCodec codec, RequestTemplate template, MergedItems merged, Collector collector) {
  /// The header that says how many calls have shared the upstream call.
  private static final String HEADER = "x-sluice-batch";

  /// Returns one answer for each member, in their order; empty where the shared answer lacks
  /// something that the member asked for.
  List<Optional<BufferedAnswer>> apart(WorkerPool workers) throws InterruptedException {
    return collector.size() > WorkerPool.LOOP_MAX ? workers.call(this::apart) : apart();
  }

  private List<Optional<BufferedAnswer>> apart() {
    List<BatchedCall> members = merged.members();
    Optional<ItemResults> parts = codec.split(template, collector.bytes(), merged.items().size());
    if (parts.isEmpty()) {
      return Collections.nCopies(members.size(), Optional.empty());
    }
    List<Optional<BufferedAnswer>> answers = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      answers.add(answer(parts.get(), merged.positions(members.get(i)), merged.share(i)));
    }
    return answers;
  }

  private Optional<BufferedAnswer> answer(ItemResults parts, List<Integer> positions, Share share) {
    List<ItemResult> own = positions.stream().map(parts::of).flatMap(Optional::stream).toList();
    if (own.size() < positions.size()) {
      return Optional.empty();
    }
    byte[] body = codec.join(parts.envelope(), own, share);
    return Optional.of(
        new BufferedAnswer(head(body.length), List.of(body), share.of(collector.usage())));
  }

  private Head head(int length) {
    Map<String, String> headers = new HashMap<>(collector.head().headers());
    headers.put("content-length", String.valueOf(length));
    headers.put(HEADER, String.valueOf(merged.members().size()));
    return new Head(collector.head().status(), headers);
  }
}
