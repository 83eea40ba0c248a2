package dev.sluice.sim.fault;

import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReplyBody;

/// Makes answers that break off.
final class Breaks {
  private Breaks() {}

  static HttpReply beforeHead(HttpReply reply, FaultContext context) {
    return headOnly(reply, 0, Ending.RESET);
  }

  static HttpReply finBeforeHead(HttpReply reply, FaultContext context) {
    return headOnly(reply, 0, Ending.FIN);
  }

  static HttpReply inHead(HttpReply reply, FaultContext context) {
    return headOnly(reply, context.number(), Ending.RESET);
  }

  static HttpReply silence(HttpReply reply, FaultContext context) {
    return headOnly(reply, 0, Ending.HANG);
  }

  static HttpReply silenceAfterHead(HttpReply reply, FaultContext context) {
    return headOnly(reply, Integer.MAX_VALUE, Ending.HANG);
  }

  static HttpReply resetAfter(HttpReply reply, FaultContext context) {
    return after(reply, context.events(), Ending.RESET);
  }

  static HttpReply finAfter(HttpReply reply, FaultContext context) {
    return after(reply, context.events(), Ending.FIN);
  }

  static HttpReply stallAfter(HttpReply reply, FaultContext context) {
    return after(reply, context.events(), Ending.HANG);
  }

  static HttpReply endAfter(HttpReply reply, FaultContext context) {
    return reply.isStream()
        ? after(reply, context.events(), Ending.CLEAN)
        : Bodies.truncatedJson(reply, context);
  }

  static HttpReply cut(HttpReply reply, FaultContext context) {
    return reply.body(body -> Bits.cut(body, context.size(), Ending.FIN));
  }

  private static HttpReply headOnly(HttpReply reply, int bytes, Ending ending) {
    return new HttpReply(reply.head().cutAt(bytes), 0, ReplyBody.ending(ending));
  }

  private static HttpReply after(HttpReply reply, int events, Ending ending) {
    if (reply.isStream()) {
      return reply.body(body -> Bits.first(body, events, ending));
    }
    // Half of a whole body: the middle is as far as any number of events can go.
    return reply.body(
        body -> {
          byte[] all = Bits.drain(body);
          return Bits.cut(ReplyBody.whole(all), events == 0 ? 0 : all.length / 2, ending);
        });
  }
}
