package dev.sluice.sim.fault;

import dev.sluice.sim.wire.Body;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Framing;
import dev.sluice.sim.wire.Head;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/// Heads that are too much, too little or untrue.
final class Heads {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String HINTS =
      "HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n";

  private Heads() {}

  static Reply connectionClose(Reply reply, Setting setting) {
    return reply.head(head -> head.plus("connection", "close"));
  }

  static Reply http10(Reply reply, Setting setting) {
    return reply.head(h -> h.withVersion("HTTP/1.0").withFraming(new Framing.UntilClose()));
  }

  static Reply redirect(Reply reply, Setting setting) {
    Reply redirect = Reply.whole(setting.number(), reply.head().headers(), 0, new byte[0]);
    return redirect.head(head -> head.without("content-type").plus("location", "/v1/elsewhere"));
  }

  static Reply contentType(Reply reply, Setting setting) {
    return reply.head(head -> typed(head, setting.arg()));
  }

  static Reply noContentType(Reply reply, Setting setting) {
    return reply.head(head -> head.without("content-type"));
  }

  static Reply large(Reply reply, Setting setting) {
    return reply.head(head -> head.plus("x-large", "x".repeat(setting.size())));
  }

  static Reply many(Reply reply, Setting setting) {
    List<Header> headers = new ArrayList<>(reply.head().headers());
    for (int i = 0; i < setting.number(); i++) {
      headers.add(new Header("x-many-" + i, "x"));
    }
    return reply.head(head -> head.withHeaders(headers));
  }

  static Reply bad(Reply reply, Setting setting) {
    return reply.head(head -> head.plus("x-bad", "a\rset-cookie: b\0c"));
  }

  static Reply informational(Reply reply, Setting setting) {
    return reply.head(head -> head.after(CONTINUE.repeat(setting.number())));
  }

  static Reply earlyHints(Reply reply, Setting setting) {
    return reply.head(head -> head.after(HINTS));
  }

  static Reply switching(Reply reply, Setting setting) {
    Head head = new Head(101, List.of(), new Framing.None());
    return new Reply(
        head.plus("connection", "upgrade").plus("upgrade", "sluice"), 0, Body.ending(Ending.HANG));
  }

  static Reply tooLong(Reply reply, Setting setting) {
    byte[] all = Bits.drain(reply.body());
    Head head = reply.head().withFraming(new Framing.Length(all.length + setting.number()));
    return new Reply(head, reply.afterNanos(), Bits.cut(Body.whole(all), all.length, Ending.FIN));
  }

  static Reply tooShort(Reply reply, Setting setting) {
    byte[] all = Bits.drain(reply.body());
    long length = Math.max(0, all.length - setting.number());
    Head head = reply.head().withFraming(new Framing.Length(length));
    return new Reply(head, reply.afterNanos(), Body.whole(all));
  }

  static Head typed(Head head, String type) {
    return head.without("content-type").plus("content-type", type);
  }
}
