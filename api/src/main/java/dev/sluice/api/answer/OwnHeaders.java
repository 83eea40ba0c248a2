package dev.sluice.api.answer;

import dev.sluice.api.ClientDialect;
import dev.sluice.api.head.Names;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.text.Dollars;

/// The headers of the gateway's own that an answer to a client has.
final class OwnHeaders {
  private OwnHeaders() {}

  /// Adds the identifier of the request.
  static void names(HeadWriter head, String id, ClientDialect dialect) {
    head.header(Names.REQUEST_ID, id);
    dialect.requestIdHeader().ifPresent(name -> head.header(name, id));
  }

  /// Tells which way the call has gone, how long it has waited and what it costs; nothing when it
  /// has gone nowhere.
  static void history(HeadWriter head, AttemptHistory history) {
    if (history.attempts() > 0 || history.queued().isPositive()) {
      head.header(Names.QUEUE_MS, history.queued().toMillis());
    }
    if (history.attempts() > 0) {
      head.header(Names.TARGET, history.target()).header(Names.ATTEMPTS, history.attempts());
      history.reason().ifPresent(reason -> head.header(Names.REASON, reason));
    }
    history.cost().ifPresent(nanos -> head.header(Names.COST, Dollars.text(nanos)));
  }
}
