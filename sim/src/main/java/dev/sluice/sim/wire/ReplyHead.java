package dev.sluice.sim.wire;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The part of an answer before the body.
///
/// @param version `HTTP/1.1` or `HTTP/1.0`
/// @param before raw text to send in front of it, such as interim answers
/// @param cut how many of its bytes are sent at most
public record ReplyHead(
    String version, int status, List<Header> headers, Framing framing, String before, int cut) {

  /// Makes a whole head in HTTP/1.1.
  public ReplyHead(int status, List<Header> headers, Framing framing) {
    this("HTTP/1.1", status, headers, framing, "", Integer.MAX_VALUE);
  }

  public ReplyHead withStatus(int other) {
    return new ReplyHead(version, other, headers, framing, before, cut);
  }

  public ReplyHead withHeaders(List<Header> others) {
    return new ReplyHead(version, status, others, framing, before, cut);
  }

  public ReplyHead withFraming(Framing other) {
    return new ReplyHead(version, status, headers, other, before, cut);
  }

  public ReplyHead withVersion(String other) {
    return new ReplyHead(other, status, headers, framing, before, cut);
  }

  /// Returns this head with raw text in front of it.
  public ReplyHead after(String text) {
    return new ReplyHead(version, status, headers, framing, text, cut);
  }

  /// Returns this head, of which only the first bytes are sent.
  public ReplyHead cutAt(int bytes) {
    return new ReplyHead(version, status, headers, framing, before, bytes);
  }

  /// Returns whether the head breaks off.
  public boolean isCut() {
    return cut < Integer.MAX_VALUE;
  }

  /// Returns this head with one more header.
  public ReplyHead plus(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return withHeaders(more);
  }

  /// Returns this head without the headers of this name.
  public ReplyHead without(String name) {
    return withHeaders(headers.stream().filter(h -> !h.name().equalsIgnoreCase(name)).toList());
  }

  /// Whether the client may send another request after this answer.
  public boolean keepsAlive() {
    return !(framing instanceof Framing.UntilClose)
        && headers.stream().noneMatch(ReplyHead::closesConnection);
  }

  private static boolean closesConnection(Header header) {
    return header.name().equalsIgnoreCase("connection") && header.value().equalsIgnoreCase("close");
  }

  byte[] render() {
    Bytes out = new Bytes(512).ascii(before).ascii(version).ascii(" ").number(status).ascii(" ");
    out.ascii(HttpResponseStatus.valueOf(status).reasonPhrase()).ascii("\r\n");
    for (Header header : headers) {
      out.ascii(header.name()).ascii(": ").ascii(header.value()).ascii("\r\n");
    }
    switch (framing) {
      case Framing.Length length ->
          out.ascii("content-length: ").number(length.bytes()).ascii("\r\n");
      case Framing.Chunked _ -> out.ascii("transfer-encoding: chunked\r\n");
      case Framing.UntilClose _, Framing.None _ -> {}
    }
    byte[] all = out.ascii("\r\n").array();
    return all.length <= cut ? all : Arrays.copyOf(all, cut);
  }
}
