package dev.sluice.server.http;

import dev.sluice.call.text.Ascii;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The check that a request was meant for this machine, where no key is asked. A browser says in
/// `Host` which name it has looked up, and in `Origin` which page sends the request: a page from
/// elsewhere that calls this machine, by a name of its own that it makes resolve to 127.0.0.1 (DNS
/// rebinding) or by the address, gives itself away. Safe for any thread.
///
/// Loopback names are `localhost`, `127.0.0.0/8` and `[::1]`, with any port. A request without
/// `Origin` is no page's; a request without `Host` speaks HTTP/1.0, which no browser does.
public final class LoopbackNames {
  private static final int LONGEST_SHOWN = 64;
  private static final int OCTETS = 4;
  private static final int OCTET_DIGITS = 3;
  private static final int OCTET_MAX = 255;

  private LoopbackNames() {}

  /// The header that leads away from this machine: `Host` or `Origin` and its value; null if none
  /// does.
  public static @Nullable String foreign(HttpHeaders headers) {
    String host = headers.get(HttpHeaderNames.HOST);
    if (host != null && !loopback(host)) {
      return "the Host " + shown(host);
    }
    if (!headers.contains(HttpHeaderNames.ORIGIN)) {
      return null;
    }
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    for (int i = 0; i < origins.size(); i++) {
      if (!local(origins.get(i))) {
        return "the Origin " + shown(origins.get(i));
      }
    }
    return null;
  }

  private static boolean local(String origin) {
    int host = origin.indexOf("://");
    return host > 0 && loopback(origin.substring(host + 3));
  }

  /// Whether `authority`, a name and perhaps a port, is this machine.
  private static boolean loopback(String authority) {
    int port = authority.lastIndexOf(':');
    boolean ported = port > authority.lastIndexOf(']');
    int end = ported ? port : authority.length();
    return (!ported || port(authority, port + 1))
        && (is("localhost", authority, end)
            || is("[::1]", authority, end)
            || is("[0:0:0:0:0:0:0:1]", authority, end)
            || address(authority, end));
  }

  private static boolean port(String authority, int from) {
    for (int i = from; i < authority.length(); i++) {
      if (!digit(authority.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(String name, String authority, int end) {
    return end == name.length() && authority.regionMatches(true, 0, name, 0, end);
  }

  /// Whether a host is `127.a.b.c`.
  private static boolean address(String authority, int end) {
    if (!authority.startsWith("127.")) {
      return false;
    }
    int from = 0;
    for (int octet = 1; octet <= OCTETS; octet++) {
      int dot = octet < OCTETS ? authority.indexOf('.', from) : end;
      if (dot < 0 || dot > end || !octet(authority, from, dot)) {
        return false;
      }
      from = dot + 1;
    }
    return true;
  }

  private static boolean octet(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!digit(text.charAt(i))) {
        return false;
      }
      value = 10 * value + text.charAt(i) - '0';
    }
    return from < to && to - from <= OCTET_DIGITS && value <= OCTET_MAX;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String shown(String value) {
    if (!Ascii.visible(value)) {
      return "of this request";
    }
    return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "...";
  }
}
