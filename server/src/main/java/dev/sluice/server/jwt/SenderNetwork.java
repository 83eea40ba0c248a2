package dev.sluice.server.jwt;

/// What tells senders apart by their addresses: an address of IPv4, and of IPv6 a network of 64
/// bits, of which one sender may have all addresses.
public final class SenderNetwork {
  private static final int PARTS = 4;

  private SenderNetwork() {}

  /// The network of an address, such as the JDK writes it.
  public static String of(String address) {
    int end = -1;
    for (int part = 0; part < PARTS; part++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end);
  }
}
