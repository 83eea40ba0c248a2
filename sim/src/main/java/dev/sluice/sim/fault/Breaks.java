package dev.sluice.sim.fault;

import dev.sluice.sim.wire.Body;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Reply;

/// Makes answers that break off.
final class Breaks {
  private Breaks() {}

  static Reply beforeHead(Reply reply, Setting setting) {
    return headOnly(reply, 0, Ending.RESET);
  }

  static Reply finBeforeHead(Reply reply, Setting setting) {
    return headOnly(reply, 0, Ending.FIN);
  }

  static Reply inHead(Reply reply, Setting setting) {
    return headOnly(reply, setting.number(), Ending.RESET);
  }

  static Reply silence(Reply reply, Setting setting) {
    return headOnly(reply, 0, Ending.HANG);
  }

  static Reply silenceAfterHead(Reply reply, Setting setting) {
    return headOnly(reply, Integer.MAX_VALUE, Ending.HANG);
  }

  static Reply resetAfter(Reply reply, Setting setting) {
    return after(reply, setting.events(), Ending.RESET);
  }

  static Reply finAfter(Reply reply, Setting setting) {
    return after(reply, setting.events(), Ending.FIN);
  }

  static Reply stallAfter(Reply reply, Setting setting) {
    return after(reply, setting.events(), Ending.HANG);
  }

  static Reply endAfter(Reply reply, Setting setting) {
    return reply.isStream()
        ? after(reply, setting.events(), Ending.CLEAN)
        : Bodies.truncatedJson(reply, setting);
  }

  static Reply cut(Reply reply, Setting setting) {
    return reply.body(body -> Bits.cut(body, setting.size(), Ending.FIN));
  }

  private static Reply headOnly(Reply reply, int bytes, Ending ending) {
    return new Reply(reply.head().cutAt(bytes), 0, Body.ending(ending));
  }

  private static Reply after(Reply reply, int events, Ending ending) {
    if (reply.isStream()) {
      return reply.body(body -> Bits.first(body, events, ending));
    }
    // Half of a whole body: the middle is as far as any number of events can go.
    return reply.body(
        body -> {
          byte[] all = Bits.drain(body);
          return Bits.cut(Body.whole(all), events == 0 ? 0 : all.length / 2, ending);
        });
  }
}
