package dev.sluice.server.edge;

import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.api.ApiError;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.stats.ModelCatalogue;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;

/// A question which models there are, and its answer. The source may wait for the providers, so it
/// is asked on a virtual thread.
final class ModelQuery {
  private final Channel channel;
  private final EdgeDependencies edge;
  private final RequestContext context;
  private final ClientExit.Ended ended;

  ModelQuery(
      Channel channel, EdgeDependencies edge, RequestContext context, ClientExit.Ended ended) {
    this.channel = channel;
    this.edge = edge;
    this.context = context;
    this.ended = ended;
  }

  /// Answers for the model called `id`, or for all of them.
  ///
  /// @param scope what the client may call
  void start(Optional<String> id, KeyScope scope) {
    edge.loops().apply(channel.eventLoop()).start("models", () -> run(id, scope));
  }

  private void run(Optional<String> id, KeyScope scope) {
    Optional<ApiError> fault =
        id.isPresent() ? Optional.empty() : context.dialect().listFault(context.target());
    if (fault.isPresent()) {
      answer(context, Optional.empty(), fault.get());
      return;
    }
    try {
      answer(
          context, id.isPresent() ? one(id.get(), scope) : all(scope), RequestErrors.UNKNOWN_MODEL);
    } catch (InterruptedException stopping) {
      // A client that asks again is to reach another server.
      answer(context.closing(), Optional.empty(), RequestErrors.DRAINING);
    } catch (RuntimeException bug) {
      Bugs.report("a bug in a client's connection", bug);
      answer(context, Optional.empty(), RequestErrors.INTERNAL);
    }
  }

  private Optional<String> all(KeyScope scope) throws InterruptedException {
    List<ModelCatalogue.Model> allowed =
        edge.models().models().stream().filter(model -> scope.allowsModel(model.id())).toList();
    return Optional.of(context.dialect().models(allowed, context.target()));
  }

  private Optional<String> one(String id, KeyScope scope) throws InterruptedException {
    return edge.models()
        .model(id)
        .filter(model -> scope.allowsModel(model.id()))
        .map(context.dialect()::model);
  }

  private void answer(RequestContext to, Optional<String> json, ApiError otherwise) {
    channel.eventLoop().execute(() -> send(to, json, otherwise));
  }

  private void send(RequestContext to, Optional<String> json, ApiError otherwise) {
    if (channel.isActive()) {
      var reply = ReplyCarrier.reply(channel, to, edge.comeBack());
      ended.answered(
          json.isPresent() ? reply.json(json.get()) : reply.fault(otherwise, Optional.empty()));
    }
  }
}
