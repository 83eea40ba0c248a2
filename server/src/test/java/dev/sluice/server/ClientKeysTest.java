package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.ClientKeys;
import dev.sluice.server.client.IgnoredClaim;
import dev.sluice.server.client.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What calls count as, by their keys and by what their headers claim.
class ClientKeysTest {
  private static final ClientKey PLAIN = ClientKey.plain(1, new Secret("k1"));
  private static final ClientKey OTHER = ClientKey.plain(2, new Secret("k2"));

  private static ClientKey key(String name, Tenancy tenancy, Band highest) {
    return new ClientKey(new Secret("k-" + name), new Client(name, tenancy, highest), false);
  }

  @Test
  void names_without_proof_are_taken_until_an_instant_and_never_unless_one_is_said() {
    long[] now = {999};
    var keys = new ClientKeys(true, List.of(PLAIN), Optional.empty(), 1000, false, () -> now[0]);
    assertThat(keys.takesOldNames()).isTrue();
    now[0] = 1000;
    assertThat(keys.takesOldNames()).isFalse();
    assertThat(
            new ClientKeys(true, List.of(), Optional.empty(), 0, false, () -> -1).takesOldNames())
        .isFalse();
  }

  @Test
  void what_calls_leave_is_a_teams_or_a_keys_and_without_a_key_nobodys() {
    assertThat(key("a", new Tenancy.Fixed("search"), Band.NORMAL).client().owner())
        .contains("team search");
    assertThat(key("b", new Tenancy.Divided("search"), Band.NORMAL).client().owner())
        .contains("team search");
    var client = new Client("search", new Tenancy.Fixed("search"), Band.NORMAL);
    assertThat(new ClientKey(new Secret("k"), client, false, 0, true).client().owner())
        .contains("key search");
    assertThat(ClientKey.plain(1, new Secret("k1")).client().owner())
        .isEqualTo(ClientKey.plain(7, new Secret("k1")).client().owner())
        .isNotEqualTo(ClientKey.plain(1, new Secret("k2")).client().owner());
    assertThat(Client.at("127.0.0.1").owner()).isEmpty();
  }

  private static SchedulingHints claim(TestServer server, String key, String... headers)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Authorization: Bearer " + key);
    try (var client = server.connect()) {
      assertThat(client.chat("whole", false, all.toArray(String[]::new)).reply().status())
          .isEqualTo(200);
    }
    return server.pipeline.calls.take().hints();
  }

  @Test
  void a_key_without_a_tenant_is_a_tenant_of_its_own() throws Exception {
    try (var server = TestServer.keyed(PLAIN, OTHER)) {
      assertThat(claim(server, "k1"))
          .isEqualTo(new SchedulingHints(Band.NORMAL, "key-1", 0).by("key-1"));
      assertThat(claim(server, "k2"))
          .isEqualTo(new SchedulingHints(Band.NORMAL, "key-2", 0).by("key-2"));
    }
  }

  @Test
  void keys_with_one_tenant_are_one_tenant_and_two_callers() throws Exception {
    var tenancy = new Tenancy.Fixed("search");
    try (var server =
        TestServer.keyed(
            key("a", tenancy, Band.INTERACTIVE), key("b", tenancy, Band.INTERACTIVE))) {
      assertThat(claim(server, "k-a"))
          .isEqualTo(new SchedulingHints(Band.NORMAL, "search", 0).by("a"));
      assertThat(claim(server, "k-b"))
          .isEqualTo(new SchedulingHints(Band.NORMAL, "search", 0).by("b"));
    }
  }

  @Test
  void a_header_that_names_another_tenant_than_the_key_s_is_ignored_and_counted() throws Exception {
    try (var server = TestServer.keyed(PLAIN, OTHER)) {
      assertThat(claim(server, "k1", "x-sluice-tenant: key-2").tenant()).isEqualTo("key-1");
      assertThat(server.ignored).containsExactly(IgnoredClaim.TENANT);
      assertThat(claim(server, "k1", "x-sluice-tenant: key-1").tenant()).isEqualTo("key-1");
      assertThat(server.ignored).hasSize(1);
    }
  }

  @Test
  void a_key_that_may_name_tenants_names_parts_of_itself() throws Exception {
    ClientKey shared = key("shared", new Tenancy.Divided("shared"), Band.INTERACTIVE);
    try (var server = TestServer.keyed(shared, PLAIN)) {
      SchedulingHints nobody =
          new SchedulingHints(Band.NORMAL, "shared", 0).by("shared").within("*");
      assertThat(claim(server, "k-shared")).isEqualTo(nobody);
      assertThat(claim(server, "k-shared", "x-sluice-tenant: key-1"))
          .isEqualTo(nobody.within("key-1"));
      assertThat(server.ignored).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CRITICAL, critical, CRITICAL, false",
    "INTERACTIVE, critical, NORMAL, true",
    "INTERACTIVE, interactive, INTERACTIVE, false",
    "INTERACTIVE, batch, BATCH, false",
    "INTERACTIVE, , NORMAL, false",
    "NORMAL, interactive, NORMAL, true",
    "BATCH, , BATCH, false",
    "BATCH, normal, BATCH, true"
  })
  void a_header_chooses_no_higher_than_the_key_s_priority(
      Band highest, String said, Band band, boolean ignored) throws Exception {
    ClientKey key = key("a", new Tenancy.Fixed("a"), highest);
    String header = said == null ? "x-other: 1" : "x-sluice-priority: " + said;
    try (var server = TestServer.keyed(key)) {
      assertThat(claim(server, "k-a", header).band()).isEqualTo(band);
      assertThat(server.ignored)
          .containsExactlyElementsOf(ignored ? List.of(IgnoredClaim.PRIORITY) : List.of());
    }
  }

  @Test
  void without_keys_headers_count() throws Exception {
    try (var server = new TestServer()) {
      SchedulingHints hints =
          claim(server, "any", "x-sluice-tenant: t", "x-sluice-priority: critical");
      assertThat(hints).isEqualTo(new SchedulingHints(Band.CRITICAL, "t", 0).by("127.0.0.1"));
      assertThat(server.ignored).isEmpty();
    }
  }

  @Test
  void a_header_that_makes_no_sense_is_refused_whatever_the_key_may() throws Exception {
    try (var server = TestServer.keyed(PLAIN);
        var client = server.connect()) {
      client.chat("whole", false, "Authorization: Bearer k1", "x-sluice-priority: urgent");
      assertThat(client.reply().status()).isEqualTo(400);
    }
  }
}
