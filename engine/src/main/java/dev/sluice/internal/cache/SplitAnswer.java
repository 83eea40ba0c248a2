package dev.sluice.internal.cache;

import dev.sluice.call.Head;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.ItemCodec;
import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.ItemResults;
import dev.sluice.call.item.Share;
import dev.sluice.call.request.Fingerprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An answer that is taken apart to be stored input by input.
///
/// @param source the answer that the parts come from
/// @param parts the parts by the keys of their inputs
record SplitAnswer(OriginAnswer source, Map<Fingerprint, CachedItem> parts) {

  /// Splits an answer. Returns empty unless it has one part for each of the items in their order,
  /// and nothing else: an unusual answer is not stored.
  ///
  /// @param target the target that gave it
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  static Optional<SplitAnswer> of(
      ItemCodec codec, KeyedItems asked, String target, Head head, byte[] answer, long now) {
    return codec
        .split(asked.items().frame(), answer, asked.keys().size())
        .filter(ItemResults::exact)
        .map(
            parts -> {
              var source = new OriginAnswer(target, Recorder.lasting(head), parts.envelope());
              return new SplitAnswer(source, copies(source, parts, asked, now));
            });
  }

  private static Map<Fingerprint, CachedItem> copies(
      OriginAnswer source, ItemResults parts, KeyedItems asked, long now) {
    List<Item> items = asked.items().items();
    long of = items.stream().mapToLong(Item::weight).sum();
    long before = 0;
    Map<Fingerprint, CachedItem> copies = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      long weight = items.get(i).weight();
      ItemResult part = parts.of(i).orElseThrow();
      copies.put(
          asked.keys().get(i), CachedItem.of(source, part, new Share(before, weight, of), now));
      before += weight;
    }
    return copies;
  }
}
