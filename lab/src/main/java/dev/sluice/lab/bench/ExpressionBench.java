package dev.sluice.lab.bench;

import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.request.Operation;
import dev.sluice.config.Condition;
import dev.sluice.config.expression.CallCondition;
import dev.sluice.config.expression.ExpressionException;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/// The cost of a condition of a route, put to one call.
public class ExpressionBench extends PerCallBench {
  private final Condition one = condition("key.team == 'search'");
  private final Condition five =
      condition(
          "key.team == 'search' && call.stream && headers['x-tier'] == 'gold'"
              + " && 'ops' in claims.groups && call.model.startsWith('gpt-5')");
  private final Condition pattern = condition("call.model.matches('^gpt-[0-9]')");
  private final Call call =
      BenchCall.of("req-1", Operation.CHAT, "gpt-5-mini")
          .from(
              new CallOrigin(
                  1_800_000_000_000L,
                  "10.1.2.3",
                  "web",
                  "search",
                  Map.of("sub", "alice", "groups", List.of("dev", "ops", "on-call")),
                  Map.of("x-tier", "gold"),
                  _ -> true));

  private static Condition condition(String text) {
    try {
      return CallCondition.parse(text);
    } catch (ExpressionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Benchmark
  public Condition.Answer oneCondition() {
    return one.of(call);
  }

  @Benchmark
  public Condition.Answer fiveConditions() {
    return five.of(call);
  }

  @Benchmark
  public Condition.Answer aPattern() {
    return pattern.of(call);
  }
}
