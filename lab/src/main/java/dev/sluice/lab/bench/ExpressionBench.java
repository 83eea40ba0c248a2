package dev.sluice.lab.bench;

import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.request.Operation;
import dev.sluice.config.Condition;
import dev.sluice.config.expression.CallCondition;
import dev.sluice.config.expression.ExpressionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of a condition of a route, put to one call.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExpressionBench {
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
