package dev.sluice.call.item;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One of the inputs of a call. Two are equal if they are written alike.
public final class Item {
  private final byte[] json;
  private final int hash;
  private final long weight;
  private final long tokens;

  /// @param json as it was written
  /// @param weight what it takes in proportion to others of the same [RequestTemplate], at least 1
  /// @param tokens how many tokens it has at the most, by a careful estimate
  public Item(byte[] json, long weight, long tokens) {
    this.json = json;
    this.hash = Arrays.hashCode(json);
    this.weight = weight;
    this.tokens = tokens;
  }

  /// As it was written.
  public byte[] json() {
    return json;
  }

  /// Its weight in proportion to others of the same [RequestTemplate].
  public long weight() {
    return weight;
  }

  /// How many tokens it has at the most, by a careful estimate.
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
