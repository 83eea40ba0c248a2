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
public record Head(
    String version, int status, List<Header> headers, Framing framing, String before, int cut) {

  /// Makes a whole head in HTTP/1.1.
  public Head(int status, List<Header> headers, Framing framing) {
    this("HTTP/1.1", status, headers, framing, "", Integer.MAX_VALUE);
  }

  public Head withStatus(int other) {
    return new Head(version, other, headers, framing, before, cut);
  }

  public Head withHeaders(List<Header> others) {
    return new Head(version, status, others, framing, before, cut);
  }

  public Head withFraming(Framing other) {
    return new Head(version, status, headers, other, before, cut);
  }

  public Head withVersion(String other) {
    return new Head(other, status, headers, framing, before, cut);
  }

  /// Returns this head with raw text in front of it.
  public Head after(String text) {
    return new Head(version, status, headers, framing, text, cut);
  }

  /// Returns this head, of which only the first bytes are sent.
  public Head cutAt(int bytes) {
    return new Head(version, status, headers, framing, before, bytes);
  }

  /// Returns whether the head breaks off.
  public boolean isCut() {
    return cut < Integer.MAX_VALUE;
  }

  /// Returns this head with one more header.
  public Head plus(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return withHeaders(more);
  }

  /// Returns this head without the headers of this name.
  public Head without(String name) {
    return withHeaders(headers.stream().filter(h -> !h.name().equalsIgnoreCase(name)).toList());
  }

  /// Whether the client may send another request after this answer.
  public boolean keepsAlive() {
    return !(framing instanceof Framing.UntilClose)
        && headers.stream().noneMatch(Head::closesConnection);
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
