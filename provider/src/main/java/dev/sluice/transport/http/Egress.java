package dev.sluice.transport.http;

import dev.sluice.config.provider.Origin;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// The addresses that lead into the gateway's own network. A name may resolve to anything at any
/// time, so the address is judged, on every connect.
final class Egress {
  /// A host whose last part is a number, which is an address in one of the forms that resolvers
  /// have taken since BSD: `127.1`, `0x7f000001`, `2130706433`.
  private static final Pattern NUMBER = Pattern.compile("(?i)(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)\\.?");

  private static final Pattern LEADING_ZERO = Pattern.compile("(?:.*\\.)?0\\d.*");

  private Egress() {}

  /// Whether no proxy may be asked for `origin`. A proxy resolves names by itself, so that only
  /// what is written can be judged: an address of this machine, which the proxy would take for its
  /// own; a private one, unless it is allowed; and numbers that only some resolvers take for an
  /// address.
  static boolean isDeniedToProxies(Origin origin) {
    if (origin.isLoopback()) {
      return true;
    }
    String host = origin.host();
    if (host.indexOf('%') >= 0) {
      return true; // an interface of this machine
    }
    if (NetUtil.isValidIpV6Address(host)
        || (NetUtil.isValidIpV4Address(host) && !LEADING_ZERO.matcher(host).matches())) {
      return !origin.allowPrivate() && isPrivate(InetAddress.ofLiteral(host));
    }
    return NUMBER.matcher(host).matches();
  }

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
