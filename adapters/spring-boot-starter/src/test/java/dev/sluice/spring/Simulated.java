package dev.sluice.spring;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/// Tests of applications whose provider is simulated.
abstract class Simulated {
  static final String CHAT = "sim-chat";
  static final String EMBEDDING = "sim-embedding";

  static Simulator simulator;

  @BeforeAll
  static void start() {
    Scenario scenario =
        Scenario.of(Model.named(CHAT), Model.named(EMBEDDING).dimensions(8)).record(1000);
    simulator = Simulator.start(scenario, 0);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  /// An application with the starter and one provider.
  static ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                SluiceAutoConfiguration.class,
                SluiceHealthAutoConfiguration.class,
                SluiceOpenAiAutoConfiguration.class))
        .withPropertyValues(
            "sluice.providers.sim.type=compatible",
            "sluice.providers.sim.url=" + simulator.url(),
            "sluice.providers.sim.allow-private=true",
            "sluice.routes.chat.models=" + CHAT,
            "sluice.routes.chat.targets[0].provider=sim",
            "sluice.routes.chat.targets[0].model=" + CHAT,
            "sluice.routes.embeddings.models=" + EMBEDDING,
            "sluice.routes.embeddings.targets[0].provider=sim",
            "sluice.routes.embeddings.targets[0].model=" + EMBEDDING);
  }
}
