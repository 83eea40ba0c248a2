package dev.sluice.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {

  @ParameterizedTest
  @CsvSource({
    "SLUICE_PROT,SLUICE_PORT",
    "SLUICE_ADMINPORT,SLUICE_ADMIN_PORT",
    "SLUICE_ADMN_PORT,SLUICE_ADMIN_PORT",
    "SLUICE_CONFG,SLUICE_CONFIG",
    "SLUICE_ALLOW_PRIVAT,SLUICE_ALLOW_PRIVATE",
    "SLUICE_ADMIN_TOKN,SLUICE_ADMIN_TOKEN",
    "sluice_port,SLUICE_PORT"
  })
  void a_name_that_is_almost_one_of_ours_is_noted(String name, String meant) {
    assertThat(Variables.notes(Map.of(name, "1"), Set.of()))
        .containsExactly(name + " is not read: did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SLUICE_PORT",
        "SLUICE_MEMORY",
        "SLUICE_ADMIN_TOKEN",
        "SLUICE_ADMIN_CA",
        "SLUICE_KEY",
        "SLUICE_DATABASE_URL",
        "SLUICE_",
        "OTHER_PORT",
        "PORT"
      })
  void others_are_not(String name) {
    assertThat(Variables.notes(Map.of(name, "1"), Set.of())).isEmpty();
  }

  @Test
  void a_name_that_the_configuration_refers_to_is_read() {
    assertThat(Variables.notes(Map.of("SLUICE_POST", "1"), Set.of("SLUICE_POST"))).isEmpty();
  }

  /// Of a service that is called sluice, and of one that is called sluice-admin.
  @Test
  void what_kubernetes_sets_for_a_service_is_neither_read_nor_noted() {
    Map<String, String> env =
        Map.of(
            "SLUICE_PORT", "tcp://10.96.0.7:8080",
            "SLUICE_PORT_8080_TCP", "tcp://10.96.0.7:8080",
            "SLUICE_PORT_8080_TCP_PROTO", "tcp",
            "SLUICE_PORT_8080_TCP_PORT", "8080",
            "SLUICE_PORT_8080_TCP_ADDR", "10.96.0.7",
            "SLUICE_SERVICE_HOST", "10.96.0.7",
            "SLUICE_SERVICE_PORT", "8080",
            "SLUICE_SERVICE_PORT_HTTP", "8080",
            "SLUICE_ADMIN_SERVICE_HOST", "10.96.0.8",
            "SLUICE_ADMIN_PORT", "tcp://10.96.0.8:8680");
    assertThat(Variables.notes(env, Set.of())).isEmpty();
    assertThat(Variables.text(env, Variables.PORT)).isEmpty();
    assertThat(Variables.text(env, Variables.ADMIN_PORT)).isEmpty();
  }
}
