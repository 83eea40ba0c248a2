package dev.sluice.config.expression;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A network: the addresses that share their first bits.
///
/// @param address its first address, whose other bits are 0
/// @param bits how many bits they share
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cidr(byte[] address, int bits) {

  /// Reads `10.0.0.0/8`; null for any other text.
  static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = slash < 0 ? null : bytes(text.substring(0, slash));
    if (address == null || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return null;
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    return bits <= address.length * 8 && Arrays.equals(masked(address, bits), address)
        ? new Cidr(address, bits)
        : null;
  }

  /// Whether an address lies in the network; false for what is no address.
  boolean contains(String text) {
    byte[] other = bytes(text);
    return other != null
        && other.length == address.length
        && Arrays.equals(masked(other, bits), address);
  }

  private static byte @Nullable [] bytes(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(bits - 8L * i, 0, 8);
      masked[i] &= (byte) (0xff << (8 - kept));
    }
    return masked;
  }
}
