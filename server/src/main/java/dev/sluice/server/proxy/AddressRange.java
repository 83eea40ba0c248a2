package dev.sluice.server.proxy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/// A range of addresses: those that share their first bits.
///
/// @param address one of them
/// @param bits how many bits they share
public record AddressRange(InetAddress address, int bits) {
  private static final int MOST_DIGITS = 3;

  public AddressRange {
    if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("no address has " + bits + " bits to share");
    }
  }

  /// Reads a range as `10.0.0.0/8`, or a single address; empty for anything else. No name is
  /// resolved.
  public static Optional<AddressRange> of(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1));
    return bits < 0 || bits > most
        ? Optional.empty()
        : Optional.of(new AddressRange(address.get(), bits));
  }

  private static int bits(String text) {
    boolean number = !text.isEmpty() && text.length() <= MOST_DIGITS;
    return number && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : -1;
  }

  /// Reads an address; empty for anything else, and for one of this machine's interfaces alone.
  static Optional<InetAddress> address(String text) {
    boolean plain = NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    return plain && text.indexOf('%') < 0
        ? Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(text))
        : Optional.empty();
  }

  /// The range as a configuration writes it.
  @Override
  public String toString() {
    return address.getHostAddress() + "/" + bits;
  }

  /// Whether an address is in this range.
  boolean contains(InetAddress other) {
    byte[] one = address.getAddress();
    byte[] two = other.getAddress();
    if (one.length != two.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += Byte.SIZE) {
      int unlike = (one[bit / Byte.SIZE] ^ two[bit / Byte.SIZE]) & 0xff;
      int left = Math.min(Byte.SIZE, bits - bit);
      if (unlike >> (Byte.SIZE - left) != 0) {
        return false;
      }
    }
    return true;
  }
}
