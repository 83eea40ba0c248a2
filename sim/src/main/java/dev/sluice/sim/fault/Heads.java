package dev.sluice.sim.fault;

import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Framing;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReplyBody;
import dev.sluice.sim.wire.ReplyHead;
import java.util.ArrayList;
import java.util.List;

/// Heads that are too much, too little or untrue.
final class Heads {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String HINTS =
      "HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n";

  private Heads() {}

  static HttpReply connectionClose(HttpReply reply, FaultContext context) {
    return reply.head(head -> head.plus("connection", "close"));
  }

  static HttpReply http10(HttpReply reply, FaultContext context) {
    return reply.head(h -> h.withVersion("HTTP/1.0").withFraming(new Framing.UntilClose()));
  }

  static HttpReply redirect(HttpReply reply, FaultContext context) {
    HttpReply redirect = HttpReply.whole(context.number(), reply.head().headers(), 0, new byte[0]);
    return redirect.head(head -> head.without("content-type").plus("location", "/v1/elsewhere"));
  }

  static HttpReply contentType(HttpReply reply, FaultContext context) {
    return reply.head(head -> typed(head, context.arg()));
  }

  static HttpReply noContentType(HttpReply reply, FaultContext context) {
    return reply.head(head -> head.without("content-type"));
  }

  static HttpReply large(HttpReply reply, FaultContext context) {
    return reply.head(head -> head.plus("x-large", "x".repeat(context.size())));
  }

  static HttpReply many(HttpReply reply, FaultContext context) {
    List<Header> headers = new ArrayList<>(reply.head().headers());
    for (int i = 0; i < context.number(); i++) {
      headers.add(new Header("x-many-" + i, "x"));
    }
    return reply.head(head -> head.withHeaders(headers));
  }

  static HttpReply bad(HttpReply reply, FaultContext context) {
    return reply.head(head -> head.plus("x-bad", "a\rset-cookie: b\0c"));
  }

  static HttpReply informational(HttpReply reply, FaultContext context) {
    return reply.head(head -> head.after(CONTINUE.repeat(context.number())));
  }

  static HttpReply earlyHints(HttpReply reply, FaultContext context) {
    return reply.head(head -> head.after(HINTS));
  }

  static HttpReply switching(HttpReply reply, FaultContext context) {
    ReplyHead head = new ReplyHead(101, List.of(), new Framing.None());
    return new HttpReply(
        head.plus("connection", "upgrade").plus("upgrade", "sluice"),
        0,
        ReplyBody.ending(Ending.HANG));
  }

  static HttpReply tooLong(HttpReply reply, FaultContext context) {
    byte[] all = Bits.drain(reply.body());
    ReplyHead head = reply.head().withFraming(new Framing.Length(all.length + context.number()));
    return new HttpReply(
        head, reply.afterNanos(), Bits.cut(ReplyBody.whole(all), all.length, Ending.FIN));
  }

  static HttpReply tooShort(HttpReply reply, FaultContext context) {
    byte[] all = Bits.drain(reply.body());
    long length = Math.max(0, all.length - context.number());
    ReplyHead head = reply.head().withFraming(new Framing.Length(length));
    return new HttpReply(head, reply.afterNanos(), ReplyBody.whole(all));
  }

  static ReplyHead typed(ReplyHead head, String type) {
    return head.without("content-type").plus("content-type", type);
  }
}
