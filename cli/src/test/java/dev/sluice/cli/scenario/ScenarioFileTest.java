package dev.sluice.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.sim.fault.BatchFaultCall;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.BatchStep;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.BatchTerms.BatchRule;
import dev.sluice.sim.scenario.BatchTerms.RequestRule;
import dev.sluice.sim.scenario.Credentials;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScenarioFileTest {
  private static Scenario read(String text) {
    return ScenarioFile.parse("s.yaml", text, Map.of("KEY", "sk-1"));
  }

  @Test
  void everything_that_can_be_said_is_read() {
    Scenario scenario =
        read(
            """
            seed: 7
            loops: 2
            keys: ["${env:KEY}"]
            record: 10
            outage: {from: 20s, to: 40s}
            models:
              m:
                first_token: lognormal(300ms, 0.6)
                per_token: 5ms..15ms
                output: normal(100, 20)
                dimensions: 8
                cache_discount: 90%
                limits: {rpm: 500, tpm: 200000, burst_tokens: 1000, concurrent: 64, refusals_count: true}
                outage: {from: 1m}
                faults:
                  - {fault: reset-after=2, probability: 0.25}
                  - {fault: 503, from: 1s, to: 2s, call: 5, every: 3}
            """);
    Model model =
        new Model(
            "m",
            new Speed(new Distribution.LogNormal(300e6, 0.6), new Distribution.Uniform(5e6, 15e6)),
            new Distribution.Normal(100, 20),
            new ModelLimits(Limit.perMinute(500), new Limit(200_000, 1000), 64, true),
            List.of(
                FaultRule.during(
                    new FaultCall(Fault.RESET_BEFORE_HEAD, ""),
                    TimeWindow.from(Duration.ofMinutes(1))),
                FaultRule.sometimes(new FaultCall(Fault.RESET_AFTER, "2"), 0.25),
                new FaultRule(
                    new FaultCall(Fault.STATUS, "503"),
                    new TimeWindow(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                    5,
                    3,
                    1)),
            8,
            0.9);
    TimeWindow outage = new TimeWindow(Duration.ofSeconds(20), Duration.ofSeconds(40));
    assertThat(scenario)
        .isEqualTo(
            new Scenario(
                7, 2, List.of("sk-1"), List.of(model), outage, 10, null, BatchTerms.STANDARD));
  }

  @Test
  void a_name_is_enough_for_a_model() {
    assertThat(read("models: {m: {}}").models()).containsExactly(Model.named("m"));
  }

  @Test
  void every_mistake_is_told_with_its_place() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    models:
                      m:
                        first_tokn: 1s
                        per_token: 5
                        output: exponential(5, 6)
                        limits: {burst_requests: 5}
                        faults:
                          - {fault: reset-aftr}
                          - {fault: cut=x}
                          - {from: 2s, to: 1s}
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("s.yaml:3:5: unknown key 'first_tokn' in models.m")
        .hasMessageContaining("did you mean 'first_token'?")
        .hasMessageContaining("s.yaml:4:16: models.m.per_token must be a distribution such as")
        .hasMessageContaining("s.yaml:5:13: models.m.output must be a distribution such as")
        .hasMessageContaining("needs rpm beside it")
        .hasMessageContaining("must be the name of a fault")
        .hasMessageContaining("did you mean reset-after?")
        .hasMessageContaining("must have as argument of cut: a number of bytes")
        .hasMessageContaining("must be after from")
        .hasMessageContaining("has no fault: name one");
  }

  @Test
  void a_scenario_needs_a_model() {
    assertThatThrownBy(() -> read("seed: 1")).hasMessageContaining("has no models: add models:");
    assertThatThrownBy(() -> read("models: {}")).hasMessageContaining("has no models: add models:");
  }

  @Test
  void credentials_that_end_are_read() {
    String text =
        """
        credentials: {life: 10m, skew: 20s, behind: true, delay: 5ms, faults: [{fault: 503}]}
        models: {m: {}}
        """;
    Credentials credentials = ScenarioFile.parse("s.yaml", text, Map.of()).credentials();
    assertThat(credentials)
        .isEqualTo(
            Credentials.living(Duration.ofMinutes(10))
                .skew(Duration.ofSeconds(-20))
                .delay(Duration.ofMillis(5))
                .faults(FaultRule.always(new FaultCall(Fault.STATUS, "503"))));
  }

  @Test
  void what_is_said_of_batches_is_read() throws InvalidFault {
    String text =
        """
        batches:
          takes: 10s
          pending: 2s
          lines: 100
          price: 40%
          faults: [{fault: batch-lost=2, call: 3}, {fault: batch-stuck, every: 5}]
          requests: [{fault: 503, on: poll, every: 2}]
        models: {m: {}}
        """;
    assertThat(read(text).batches())
        .isEqualTo(
            new BatchTerms(
                Distribution.of(Duration.ofSeconds(10)),
                Duration.ofSeconds(2),
                100,
                0.4,
                List.of(
                    new BatchRule(BatchFaultCall.parse("batch-lost=2"), 3, 0),
                    new BatchRule(BatchFaultCall.parse("batch-stuck"), 0, 5)),
                List.of(
                    new RequestRule(
                        BatchStep.POLL,
                        new FaultRule(
                            new FaultCall(Fault.STATUS, "503"), TimeWindow.ALWAYS, 0, 2, 1)))));
  }

  @Test
  void what_is_wrong_about_batches_is_told() {
    String text =
        """
        batches: {faults: [{fault: batch-los}], requests: [{fault: 503}, {on: pol, fault: 503}]}
        models: {m: {}}
        """;
    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("must be the name of a fault of a batch")
        .hasMessageContaining("did you mean batch-lost")
        .hasMessageContaining("has no on: say which")
        .hasMessageContaining("batches.requests[1].on");
  }
}
