package dev.sluice.call.item;

import dev.sluice.call.Call;
import dev.sluice.call.request.RequestFacts;
import java.util.List;
import java.util.Optional;

/// A codec that takes calls and answers apart and puts them together. A method looks at each byte
/// once or twice, so what is above 256 KiB does not belong on a loop. Safe for any thread.
public interface ItemCodec {

  /// Takes `call` apart; empty where that cannot be done: the operation knows no items, the body is
  /// above 256 KiB, the inputs are of no known form, or of several forms.
  Optional<Items> read(Call call);

  /// Builds a request that asks for `items` as `template` does.
  ///
  /// @param like the facts of a call that had this template
  BuiltRequest ask(RequestTemplate template, List<Item> items, RequestFacts like);

  /// Takes an answer apart. Parts that were not asked for are dropped. An item with two different
  /// versions counts as missing, and so do all where the answer does not state their positions and
  /// has not as many as asked.
  ///
  /// @param count the number of items that the request asked for
  /// @return empty if it is no answer to such a request
  Optional<ItemResults> split(RequestTemplate template, byte[] answer, int count);

  /// Builds an answer of these parts in this order, and of everything else as in `envelope`.
  ///
  /// @param usage the share of the envelope's usage that the answer states
  default byte[] join(ResponseTemplate envelope, List<ItemResult> parts, Share usage) {
    return join(envelope, parts, List.of(new UsageShare(envelope, usage)));
  }

  /// Builds an answer of parts of several answers, all of one [ResponseTemplate#kin].
  ///
  /// @param usage the shares of the usages of those answers, which are added up
  byte[] join(ResponseTemplate envelope, List<ItemResult> parts, List<UsageShare> usage);
}
