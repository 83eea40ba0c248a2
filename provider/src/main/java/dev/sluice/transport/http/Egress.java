package dev.sluice.transport.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// The addresses that lead into the gateway's own network. A name may resolve to anything at any
/// time, so the address is judged, on every connect.
final class Egress {
  private Egress() {}

  /// Whether `address` is anything but a public unicast address.
  static boolean isPrivate(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet6Address
            ? isPrivate6(address.getAddress())
            : isPrivate4(address.getAddress()));
  }

  private static boolean isPrivate4(byte[] a) {
    int first = a[0] & 0xff;
    int second = a[1] & 0xff;
    return first == 0 // this network
        || first == 127
        || (first == 100 && second >= 64 && second < 128) // carrier-grade NAT
        || (first == 192 && second == 0 && a[2] == 0) // protocol assignments
        || (first == 198 && (second == 18 || second == 19)) // benchmarks
        || first >= 240; // reserved, broadcast
  }

  private static boolean isPrivate6(byte[] a) {
    boolean uniqueLocal = (a[0] & 0xfe) == 0xfc;
    return uniqueLocal || embedsPrivate4(a);
  }

  // An IPv4 address in the clothes of IPv6 goes where the IPv4 address goes.
  private static boolean embedsPrivate4(byte[] a) {
    if (startsWith(a, 0x20, 0x02)) { // 6to4
      return isPrivate(v4(a, 2));
    }
    boolean nat64 = startsWith(a, 0x00, 0x64, 0xff, 0x9b);
    boolean mappedOrCompatible = zero(a, 0, 10) && (a[10] == a[11]) && (a[10] == 0 || a[10] == -1);
    return (nat64 && !zero(a, 4, 12)) || ((nat64 || mappedOrCompatible) && isPrivate(v4(a, 12)));
  }

  private static boolean startsWith(byte[] a, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((a[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean zero(byte[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      if (a[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress v4(byte[] a, int from) {
    try {
      return InetAddress.getByAddress(new byte[] {a[from], a[from + 1], a[from + 2], a[from + 3]});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }
}
