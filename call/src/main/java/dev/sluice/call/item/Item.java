package dev.sluice.call.item;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One of the inputs of a call. Two items are equal if their bytes are.
public final class Item {
  private final byte[] json;
  private final int hash;
  private final long weight;
  private final long tokens;

  /// @param json the input as the request wrote it
  /// @param weight the share of the item in proportion to others of the same [RequestTemplate], at
  ///   least 1
  /// @param tokens an upper estimate of the item's tokens
  public Item(byte[] json, long weight, long tokens) {
    this.json = json;
    this.hash = Arrays.hashCode(json);
    this.weight = weight;
    this.tokens = tokens;
  }

  /// The JSON of the item as the request wrote it.
  public byte[] json() {
    return json;
  }

  /// The weight of the item in proportion to others of the same [RequestTemplate], at least 1.
  public long weight() {
    return weight;
  }

  /// An upper estimate of the item's tokens.
  public long tokens() {
    return tokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Item item && hash == item.hash && Arrays.equals(json, item.json);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return new String(json, StandardCharsets.UTF_8);
  }
}
