package dev.sluice.internal.cache;

import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.Share;
import dev.sluice.call.item.UsageShare;
import java.util.zip.CRC32C;

/// The cached part of an answer for one input.
///
/// @param source the rest of that answer
/// @param part a copy of its own
/// @param share which share of what the answer has used was for it
/// @param checksum of the part
/// @param at when it was kept, on [dev.sluice.call.runtime.Clock#nanos]
record CachedItem(OriginAnswer source, ItemResult part, Share share, long checksum, long at)
    implements Entry {

  static CachedItem of(OriginAnswer source, ItemResult part, Share share, long at) {
    ItemResult own = part.alone();
    return new CachedItem(source, own, share, sum(own), at);
  }

  /// The usage for it.
  UsageShare charge() {
    return new UsageShare(source.envelope(), share);
  }

  @Override
  public boolean sound() {
    return sum(part) == checksum;
  }

  /// As if it were the only part of its answer that is kept.
  @Override
  public int weight() {
    return CachedAnswer.COST + source.envelope().json().length + part.size();
  }

  private static long sum(ItemResult part) {
    var sum = new CRC32C();
    sum.update(part.in());
    return sum.getValue();
  }
}
