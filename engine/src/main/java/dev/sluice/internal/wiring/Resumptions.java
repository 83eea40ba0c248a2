package dev.sluice.internal.wiring;

import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.internal.resume.Continuers;
import dev.sluice.internal.resume.Continuers.Continuer;
import dev.sluice.internal.resume.PrefillFormat;
import dev.sluice.internal.resume.Resume;
import dev.sluice.internal.retry.RetryBudget;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.provider.prefill.PrefilledChat;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// The resumptions of the routes of one generation.
///
/// @param budgets the retry budgets of the targets
/// @param memory the budget for what is kept of answers
/// @param elsewhere the pool that reads large bodies
record Resumptions(RetryBudgets budgets, MemoryBudget memory, WorkerPool elsewhere, Clock clock) {

  /// Returns the filter that resumes the answers of a route; empty where the route does not, or no
  /// target can go on.
  public Optional<Filter> of(RouteConfig route) {
    if (!resumes(route)) {
      return Optional.empty();
    }
    double share = route.policy().retry().budget();
    return Optional.of(
        new Resume(
            continuers(route),
            (call, delivered, how) ->
                PrefilledChat.of(call, delivered, how, elsewhere).map(Joined::new),
            route.policy().commit().max(),
            target -> repeat(target, share),
            memory));
  }

  /// Whether a route resumes answers, and a target can go on.
  public boolean resumes(RouteConfig route) {
    RetryConfig retry = route.policy().retry();
    return retry.resumes() && !retry.isOff() && !continuers(route).isEmpty();
  }

  private static Continuers continuers(RouteConfig route) {
    return new Continuers(route.targets().stream().map(Resumptions::continuer).toList());
  }

  private static Continuer continuer(TargetConfig target) {
    String name = target.provider() + "/" + target.model().orElse("*");
    return new Continuer(name, target.model(), target.prefill(), target.rank());
  }

  private Optional<Runnable> repeat(String target, double share) {
    RetryBudget budget = budgets.of(target);
    long taken = clock.nanos();
    return budget.take(share, taken)
        ? Optional.of(() -> budget.giveBack(taken, clock.nanos()))
        : Optional.empty();
  }

  /// A chat in the form in which the resumption asks for the rest.
  private record Joined(PrefilledChat chat) implements PrefillFormat.Continuation {

    @Override
    public byte[] body() {
      return chat.body();
    }

    @Override
    public RequestFacts facts() {
      return chat.facts();
    }

    @Override
    public void reset() {
      chat.reset();
    }

    @Override
    public Optional<ByteBuf> join(ByteBuf events) {
      return chat.join(events);
    }

    @Override
    public ByteBuf end() {
      return chat.end();
    }
  }
}
