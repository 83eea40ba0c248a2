package dev.sluice.server.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The head of a connection by the PROXY protocol (haproxy.org, proxy-protocol.txt, version 3.1):
/// version 1 as a line of text, version 2 as bytes.
///
/// @param client where the connection comes from; empty where the proxy speaks for itself, as to
///   see whether the listener is there, or does not know
record ProxyHead(Optional<InetAddress> client) {
  private static final ProxyHead OWN = new ProxyHead(Optional.empty());
  private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BYTES = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };

  /// The longest line of version 1, its end included.
  private static final int LONGEST_LINE = 107;

  /// The longest that may follow the fixed part of version 2: addresses, and what a proxy adds.
  private static final int LONGEST_REST = 4096;

  private static final int FIXED = 16;
  private static final int WORDS = 6;
  private static final int PORT = 0xffff;

  /// A connection does not begin as one of a proxy that speaks the protocol.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why, null, false, false);
    }
  }

  /// Reads a head, of which nothing is left in the buffer then.
  ///
  /// @return null where more must come first; nothing is read then
  static @Nullable ProxyHead read(ByteBuf in) throws Malformed {
    if (begins(in, BYTES)) {
      return in.readableBytes() < FIXED ? null : bytes(in);
    }
    if (begins(in, TEXT)) {
      return line(in);
    }
    throw new Malformed("it begins with no head");
  }

  private static boolean begins(ByteBuf in, byte[] with) {
    int length = Math.min(in.readableBytes(), with.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != with[i]) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable ProxyHead line(ByteBuf in) throws Malformed {
    int most = Math.min(in.readableBytes(), LONGEST_LINE);
    int end = ByteBufUtil.indexOf(in, in.readerIndex(), in.readerIndex() + most, (byte) '\n');
    if (end < 0) {
      if (most == LONGEST_LINE) {
        throw new Malformed("its line does not end");
      }
      return null;
    }
    String line =
        in.readCharSequence(end + 1 - in.readerIndex(), StandardCharsets.ISO_8859_1).toString();
    if (!line.endsWith("\r\n")) {
      throw new Malformed("its line ends with no CR LF");
    }
    return words(line.substring(0, line.length() - 2).split(" ", -1));
  }

  private static ProxyHead words(String[] words) throws Malformed {
    if (words[1].equals("UNKNOWN")) {
      return OWN;
    }
    boolean four = words[1].equals("TCP4");
    if ((!four && !words[1].equals("TCP6")) || words.length != WORDS) {
      throw new Malformed("its line is none of TCP4, TCP6 and UNKNOWN");
    }
    checkPort(words[4]);
    checkPort(words[5]);
    InetAddress source = address(words[2], four);
    var _ = address(words[3], four);
    return new ProxyHead(Optional.of(source));
  }

  private static InetAddress address(String text, boolean four) throws Malformed {
    boolean fits = four != text.contains(":");
    return AddressRange.address(text)
        .filter(_ -> fits)
        .orElseThrow(() -> new Malformed("its line has no address"));
  }

  private static void checkPort(String text) throws Malformed {
    boolean number =
        !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number || Integer.parseInt(text) > PORT) {
      throw new Malformed("its line has no port");
    }
  }

  private static @Nullable ProxyHead bytes(ByteBuf in) throws Malformed {
    int begin = in.readerIndex() + BYTES.length;
    int version = in.getUnsignedByte(begin) >> 4;
    int command = in.getUnsignedByte(begin) & 0xf;
    int form = in.getUnsignedByte(begin + 1);
    int rest = in.getUnsignedShort(begin + 2);
    if (version != 2 || command > 1) {
      throw new Malformed("its version or command is unknown");
    }
    if (rest > LONGEST_REST) {
      throw new Malformed("its head is above 4 KiB");
    }
    if (in.readableBytes() < FIXED + rest) {
      return null;
    }
    in.skipBytes(FIXED);
    ByteBuf part = in.readSlice(rest);
    return command == 0 ? OWN : addressed(form, part);
  }

  /// The client by the form of the addresses: those of IPv4 or IPv6 with TCP. Of another form the
  /// connection is served as the proxy's own, as the protocol asks.
  private static ProxyHead addressed(int form, ByteBuf part) throws Malformed {
    int length = form == 0x11 ? 4 : form == 0x21 ? 16 : 0;
    if (length == 0) {
      return OWN;
    }
    if (part.readableBytes() < 2 * length + 4) {
      throw new Malformed("its addresses are cut");
    }
    byte[] source = new byte[length];
    part.readBytes(source);
    try {
      return new ProxyHead(Optional.of(InetAddress.getByAddress(source)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
