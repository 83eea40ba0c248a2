package dev.sluice.sim.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A request that is being received. Confined to the connection's loop.
final class Incoming {
  private static final byte[] NONE = {};

  private final HttpRequest head;
  private final List<Header> headers;
  private byte[] body;
  private int size;

  Incoming(HttpRequest head) {
    this.head = head;
    this.headers = new ArrayList<>(head.headers().size());
    head.headers().forEach(e -> headers.add(new Header(e.getKey(), e.getValue())));
    long length = HttpUtil.getContentLength(head, 0L);
    this.body = length > 0 ? new byte[(int) Math.min(length, 1 << 20)] : NONE;
  }

  boolean keepsAlive() {
    return HttpUtil.isKeepAlive(head);
  }

  boolean expectsContinue() {
    return HttpUtil.is100ContinueExpected(head);
  }

  int size() {
    return size;
  }

  void add(ByteBuf content) {
    int more = content.readableBytes();
    if (size + more > body.length) {
      body = Arrays.copyOf(body, Math.max(size + more, 2 * body.length));
    }
    content.readBytes(body, size, more);
    size += more;
  }

  ReceivedRequest head() {
    return new ReceivedRequest(head.method().name(), head.uri(), headers, NONE);
  }

  ReceivedRequest whole() {
    byte[] all = size == body.length ? body : Arrays.copyOf(body, size);
    return new ReceivedRequest(head.method().name(), head.uri(), headers, all);
  }
}
