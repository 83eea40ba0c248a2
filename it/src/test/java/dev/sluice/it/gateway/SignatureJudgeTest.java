package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.it.installed.Installed;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Signatures before another judge: moto, which makes them anew with botocore and compares. Needs
/// Python, and fails without it.
class SignatureJudgeTest {

  /// A server of moto's, and a key of a user of its.
  private record Judge(Process process, String port, String id, String secret)
      implements AutoCloseable {
    static Judge start() throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Installed.python("moto"), Installed.PYTHON.resolve("moto_judge.py").toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      Installed.compileOnce(builder);
      Process process = builder.start();
      var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String[] said = String.valueOf(lines.readLine()).split(" ", -1);
      assertThat(said).as("moto has started").hasSize(3);
      return new Judge(process, said[0], said[1], said[2]);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private static Reply call(Simulator simulator, Judge judge, String secret) throws IOException {
    String config =
        """
        providers:
          p:
            type: compatible
            url: "http://127.0.0.1:%d/v1"
            allow_private: true
            auth:
              type: aws
              region: us-east-1
              service: bedrock
              id: %s
              secret: "%s"
              role: "arn:aws:iam::123456789012:role/gateway"
              session: "pod+1,a@b"
              tags: {team: "search and more", site: "ä/+=_@"}
              sts: "http://127.0.0.1:%s"
        routes:
          all: {models: [m], targets: [{provider: p, model: m}]}
        """
            .formatted(simulator.port(), judge.id(), secret, judge.port());
    OutputStream nowhere = OutputStream.nullOutputStream();
    try (Rig rig = Rig.writing(nowhere, nowhere, config, Map.of("HOME", "/nowhere"))) {
      return rig.chat("m", false);
    }
  }

  @Test
  void a_signature_is_accepted_and_that_of_another_secret_is_not() throws IOException {
    try (Judge judge = Judge.start();
        Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0)) {
      Reply good = call(simulator, judge, judge.secret());
      assertThat(good.status()).as(good.body()).isEqualTo(200);
      Reply bad = call(simulator, judge, "x" + judge.secret().substring(1));
      assertThat(bad.status()).isEqualTo(424);
      assertThat(bad.body()).contains("upstream_credential").doesNotContain(judge.secret());
    }
  }
}
