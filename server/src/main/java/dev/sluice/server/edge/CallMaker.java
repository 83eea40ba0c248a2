package dev.sluice.server.edge;

import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.call.Call;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Loop;
import dev.sluice.provider.request.BodyScanner;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The maker of the call of a request whose head was judged, wherever it comes from. Immutable.
record CallMaker(EdgeDependencies edge, Decision.Read read) {

  /// The reader of its body; null where nothing in it matters.
  @Nullable BodyScanner scanner() {
    return read.facts().isPresent()
        ? null
        : BodyScanner.of(
            read.operation(),
            read.boundary(),
            read.endpoint().model(),
            read.endpoint().stream(),
            read.client().owner().isPresent(),
            read.tags().members());
  }

  /// Whether the client may call the model; the engine finds its route, and whether the client may
  /// use that. A question about a stored response names no model; the response's name says the one
  /// that it is of.
  boolean mayCall(RequestFacts facts) {
    return facts.state().resource().isPresent()
        || read.client().terms().scope().allowsModel(facts.model());
  }

  /// Makes the call.
  ///
  /// @param id the request's identifier
  /// @param metadata the members of the body's metadata that say tags; null where nothing does
  /// @param loop owns its sockets
  Call call(
      String id,
      RequestFacts facts,
      @Nullable List<String> metadata,
      Body body,
      long arrived,
      Loop loop) {
    TagRules.OfCall tags = read.tags();
    var untagged =
        new Call(
            id,
            read.operation(),
            owned(facts),
            body,
            read.headers(),
            arrived,
            read.clientWait().from(arrived, facts.stream()),
            loop,
            read.hints(),
            FailedTargets.NONE,
            read.trace(),
            edge.payers().apply(read.client()),
            metadata == null ? "" : tags.text(metadata),
            read.origin());
    return metadata != null && tags.isEvaluated() ? tags.tagged(untagged, metadata) : untagged;
  }

  /// Returns the facts with the client as the owner of what providers hold for it, where clients
  /// have keys.
  private RequestFacts owned(RequestFacts facts) {
    boolean holds =
        read.operation().isOfResponses() || read.operation() == Operation.STORED_RESPONSE;
    return holds
        ? read.client()
            .owner()
            .map(
                name ->
                    new RequestFacts.Owner(name + part(), facts.model(), models(), read.oldNames()))
            .map(facts::by)
            .orElse(facts)
        : facts;
  }

  /// The part of a team, which shares nothing with the others; a team's name has no line break.
  private String part() {
    String part = read.hints().subtenant();
    boolean whole = part.equals(SchedulingHints.UNDIVIDED) || part.equals(SchedulingHints.NOBODY);
    return whole ? "" : "\n" + part;
  }

  /// The models of which the client may use what they have left: those that it may call.
  private Predicate<String> models() {
    KeyScope scope = read.client().terms().scope();
    return scope.models().isEmpty() && scope.routes().isEmpty()
        ? _ -> true
        : model -> scope.allowsModel(model) && hasRoute(scope, model);
  }

  private boolean hasRoute(KeyScope scope, String model) {
    return scope.routes().isEmpty()
        || edge.models().routes(model, Operation.RESPONSES).stream().anyMatch(scope::allowsRoute);
  }
}
