package dev.sluice.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProxyConfig.Login;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A tunnel by HTTP's CONNECT (RFC 9110, 9.3.6), with Basic credentials (RFC 7617) where a login is
/// configured. Confined to the loop.
///
/// Limitations: the proxy's own page about a refusal is not read; its status says enough.
final class ConnectTunnel extends Tunnel {
  /// The most bytes of all heads of an answer.
  private static final int LONGEST = 16 * 1024;

  private static final byte[] BEGINNING = "HTTP/1.".getBytes(US_ASCII);
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");

  private final Optional<Login> login;

  /// The length of the heads so far, interim ones included.
  private int read;

  /// How much of the unread bytes holds no end of a head.
  private int searched;

  ConnectTunnel(
      LoopSockets sockets, Origin origin, Connection.Opening opening, Optional<Login> login) {
    super(sockets, origin, opening);
    this.login = login;
  }

  @Override
  ByteBuf greeting(ByteBufAllocator allocator) {
    String authority = RequestEncoder.authority(origin);
    String head =
        "CONNECT %s HTTP/1.1\r\nhost: %s\r\n%s\r\n"
            .formatted(authority, authority, login.map(ConnectTunnel::credentials).orElse(""));
    return allocator.buffer(head.length()).writeBytes(head.getBytes(US_ASCII));
  }

  private static String credentials(Login login) {
    byte[] pair = (login.user() + ":" + login.password().reveal()).getBytes(UTF_8);
    return "proxy-authorization: Basic " + Base64.getEncoder().encodeToString(pair) + "\r\n";
  }

  @Override
  void read(ChannelHandlerContext ctx, ByteBuf in) {
    int length = head(in);
    if (!begins(in)) {
      failed("its proxy does not speak HTTP");
    } else if (read + (length < 0 ? in.readableBytes() : length) > LONGEST) {
      failed("its proxy's answer is too long");
    } else if (length >= 0) {
      read += length;
      searched = 0;
      judge(ctx, in.readCharSequence(length, ISO_8859_1).toString(), in);
    }
  }

  /// Whether the bytes so far may be the beginning of an answer.
  private static boolean begins(ByteBuf in) {
    int known = Math.min(in.readableBytes(), BEGINNING.length);
    for (int i = 0; i < known; i++) {
      if (in.getByte(in.readerIndex() + i) != BEGINNING[i]) {
        return false;
      }
    }
    return true;
  }

  /// The length of a head with its empty line; -1 while it is not whole.
  private int head(ByteBuf in) {
    int from = in.readerIndex();
    int end = in.readableBytes();
    for (int i = searched; i < end; i++) {
      if (in.getByte(from + i) == '\n' && endsLine(in, from, i - 1)) {
        return i + 1;
      }
    }
    searched = end;
    return -1;
  }

  /// Whether a line ends at `at`, or before a CR there.
  private static boolean endsLine(ByteBuf in, int from, int at) {
    int before = at >= 0 && in.getByte(from + at) == '\r' ? at - 1 : at;
    return before >= 0 && in.getByte(from + before) == '\n';
  }

  private void judge(ChannelHandlerContext ctx, String head, ByteBuf in) {
    Matcher line = STATUS.matcher(head.lines().findFirst().orElse(""));
    if (!line.matches()) {
      failed("its proxy does not speak HTTP");
      return;
    }
    int status = Integer.parseInt(line.group(1));
    switch (status / 100) {
      case 1 -> {} // an interim answer: the final one follows
      case 2 -> {
        if (hasBody(head)) {
          failed("its proxy answered with a page instead of a connection");
        } else {
          agreed(ctx, in);
        }
      }
      case 5 -> failed("its proxy could not connect to it: the proxy answered " + status);
      default -> refused(status);
    }
  }

  private void refused(int status) {
    switch (status) {
      // Some proxies answer wrong credentials with the status of an origin.
      case 401, 407 ->
          denied(
              (login.isPresent()
                      ? "its proxy does not accept the user and password for it"
                      : "its proxy asks for a user and a password")
                  + ": the proxy answered "
                  + status);
      case 408, 429 -> failed("its proxy has no connection for now: the proxy answered " + status);
      default -> denied("its proxy does not let the connection pass: the proxy answered " + status);
    }
  }

  /// Whether an answer announces a body, which none to CONNECT has.
  private static boolean hasBody(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT).replace(" ", "").replace("\t", ""))
        .anyMatch(
            line ->
                line.startsWith("transfer-encoding:")
                    || (line.startsWith("content-length:") && !line.matches("content-length:0+")));
  }
}
