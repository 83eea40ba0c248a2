package dev.sluice.server.edge;

import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.api.answer.ModelQuestion;
import io.netty.channel.Channel;
import java.util.Optional;

/// A client's question which models there are: asked on a virtual thread, answered on the
/// connection's loop.
record ModelQuery(
    Channel channel, EdgeDependencies edge, RequestContext context, ClientExit.Ended ended) {
  /// Answers for the model called `id`, or for all of them.
  ///
  /// @param scope what the client may call
  void start(Optional<String> id, KeyScope scope) {
    var question =
        new ModelQuestion(
            edge.models(),
            model -> scope.allowsModel(model.id()),
            context.dialect(),
            context.target());
    edge.loops().apply(channel.eventLoop()).start("models", () -> run(question, id));
  }

  private void run(ModelQuestion question, Optional<String> id) {
    ModelQuestion.Told told = question.ask(id);
    channel.eventLoop().execute(() -> send(told));
  }

  private void send(ModelQuestion.Told told) {
    if (channel.isActive()) {
      RequestContext to = told.stopping() ? context.closing() : context;
      ended.answered(told.by(ReplyCarrier.reply(channel, to, edge.comeBack())));
    }
  }
}
