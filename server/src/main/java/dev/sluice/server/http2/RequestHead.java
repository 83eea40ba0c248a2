package dev.sluice.server.http2;

import dev.sluice.call.text.Ascii;
import dev.sluice.server.http.HeadLimits;
import dev.sluice.server.http.Malformed;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The translation of a stream's header block into the head of a request, as HTTP/1.1 would have
/// it. It takes nothing that RFC 9113 calls malformed (8.1.1 to 8.3.1), and nothing that could not
/// stand in a head of HTTP/1.1 as it is.
final class RequestHead {
  private static final Malformed PSEUDO =
      Malformed.bad(
          "a request has :method, :scheme and :path once, and no pseudo-header beside but"
              + " :authority");
  private static final Malformed NAME =
      Malformed.bad("a header's name has upper-case letters or what no name may have");
  private static final Malformed VALUE =
      Malformed.bad("a header's value has a control character, or space around it");
  private static final Malformed CONNECTION =
      Malformed.bad("a header about the connection is not of HTTP/2; te can be trailers");
  private static final Malformed HOST = Malformed.bad("Host and :authority differ");
  private static final Malformed PATH =
      Malformed.bad("the path must begin with /, and have no space, control character or #");
  private static final Malformed LONG_PATH =
      new Malformed(414, "the path is above " + HeadLimits.REQUEST_LINE + " bytes");

  /// The fault of headers behind a body that cannot stand there.
  static final Malformed TRAILERS =
      Malformed.bad("a trailer has a pseudo-header, or a name that no header may have");

  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  /// What a name may have beside letters and digits (RFC 9110, 5.6.2).
  private static final String TOKEN = "!#$%&'*+-.^_`|~";

  private static final char DELETE = 0x7F;

  private final HttpHeaders headers =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
  private @Nullable String method;
  private @Nullable String scheme;
  private @Nullable String path;
  private @Nullable String authority;
  private @Nullable Malformed fault;

  /// @param last whether no body follows
  RequestHead(Http2Headers block, boolean last) {
    for (Map.Entry<CharSequence, CharSequence> header : block) {
      add(header.getKey(), header.getValue().toString());
    }
    settle(last);
  }

  /// What is wrong with it, or null.
  @Nullable Malformed fault() {
    return fault;
  }

  /// The request, where nothing is wrong with it.
  HttpRequest request() {
    HttpMethod known = HttpMethod.valueOf(method == null ? "" : method);
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, known, path == null ? "" : path, headers);
  }

  /// Whether headers behind a body are as they must be.
  static boolean areTrailers(Http2Headers block) {
    for (CharSequence name : block.names()) {
      if (!isName(name)) {
        return false;
      }
    }
    return true;
  }

  private void add(CharSequence name, String value) {
    if (!name.isEmpty() && name.charAt(0) == ':') {
      pseudo(name.toString(), value);
    } else if (!isName(name)) {
      fault = NAME;
    } else if (!isValue(value)) {
      fault = VALUE;
    } else if (isOfConnection(name.toString(), value)) {
      fault = CONNECTION;
    } else {
      headers.add(name, value);
    }
  }

  private static boolean isName(CharSequence name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return false;
      }
    }
    return Ascii.word(name, TOKEN);
  }

  private static boolean isValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == DELETE) {
        return false;
      }
    }
    return value.isEmpty()
        || !(isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isOfConnection(String name, String value) {
    return OF_CONNECTION.contains(name) || (name.equals("te") && !value.equals("trailers"));
  }

  private void pseudo(String name, String value) {
    switch (name) {
      case ":method" -> method = once(method, value);
      case ":scheme" -> scheme = once(scheme, value);
      case ":path" -> path = once(path, value);
      case ":authority" -> authority = once(authority, value);
      default -> fault = PSEUDO;
    }
  }

  private String once(@Nullable String before, String value) {
    if (before != null || !isValue(value)) {
      fault = PSEUDO;
    }
    return value;
  }

  private void settle(boolean last) {
    boolean connect = "CONNECT".equals(method);
    if (fault == null && !(connect ? isTunnel() : isTarget())) {
      fault = PSEUDO;
    }
    if (fault == null && !connect) {
      fault = ofPath();
    }
    if (fault == null) {
      fault = host();
    }
    path = connect ? authority : path;
    if (!last && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
  }

  private boolean isTunnel() {
    return authority != null && path == null && scheme == null;
  }

  private boolean isTarget() {
    return method != null
        && Ascii.word(method, TOKEN)
        && path != null
        && ("http".equals(scheme) || "https".equals(scheme));
  }

  private @Nullable Malformed ofPath() {
    String target = path == null ? "" : path;
    if (target.length() > HeadLimits.REQUEST_LINE) {
      return LONG_PATH;
    }
    boolean whole = target.startsWith("/") || (target.equals("*") && "OPTIONS".equals(method));
    return whole && target.indexOf(' ') < 0 && target.indexOf('#') < 0 ? null : PATH;
  }

  /// Puts the authority where HTTP/1.1 has it.
  private @Nullable Malformed host() {
    String named = authority;
    if (named == null) {
      return null;
    }
    String host = headers.get(HttpHeaderNames.HOST);
    if (host != null && !host.equalsIgnoreCase(named)) {
      return HOST;
    }
    headers.set(HttpHeaderNames.HOST, named);
    return null;
  }
}
