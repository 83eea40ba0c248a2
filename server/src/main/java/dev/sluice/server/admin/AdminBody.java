package dev.sluice.server.admin;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The body of a request that changes an account, while it arrives. Confined to its loop.
final class AdminBody {
  private static final int LARGEST = 64 << 10;

  private final HttpRequest head;
  private final String actor;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  AdminBody(HttpRequest head, String actor) {
    this.head = head;
    this.actor = actor;
  }

  HttpRequest head() {
    return head;
  }

  /// Takes a part; `more` stays the caller's.
  ///
  /// @return whether the whole is not too large
  boolean add(ByteBuf more) {
    if (bytes.size() + more.readableBytes() > LARGEST) {
      return false;
    }
    byte[] part = new byte[more.readableBytes()];
    more.getBytes(more.readerIndex(), part);
    bytes.writeBytes(part);
    return true;
  }

  AdminRequest request() {
    return AdminRequest.of(head, actor, bytes.toString(StandardCharsets.UTF_8));
  }
}
