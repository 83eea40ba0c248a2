package dev.sluice.internal.cache;

import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.Share;
import dev.sluice.call.item.UsageShare;
import java.util.zip.CRC32C;

/// The cached part of an answer for one input.
///
/// @param source the answer that the part was taken from
/// @param part the part, as a copy of its own
/// @param share the share of the answer's usage that was for this part
/// @param checksum the checksum of the part
/// @param at when the part was stored, on [dev.sluice.call.runtime.Clock#nanos]
record CachedItem(OriginAnswer source, ItemResult part, Share share, long checksum, long at)
    implements CacheEntry {

  static CachedItem of(OriginAnswer source, ItemResult part, Share share, long at) {
    ItemResult own = part.alone();
    return new CachedItem(source, own, share, sum(own), at);
  }

  /// Returns the usage of the part.
  UsageShare charge() {
    return new UsageShare(source.envelope(), share);
  }

  @Override
  public boolean sound() {
    return sum(part) == checksum;
  }

  /// Returns the size in bytes as if this were the only stored part of its answer.
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
