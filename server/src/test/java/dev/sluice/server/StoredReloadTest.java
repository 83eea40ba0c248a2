package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.StateHolder.Received;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.reload.ConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the names of stored responses when another configuration takes over.
class StoredReloadTest {
  private static final Pattern NAME = Pattern.compile("\"(resp_[^\"]*)\"");
  private static final String FIRST =
      "  first: {models: [m], targets: [{provider: a, model: m}]}\n";
  private static final String SECOND =
      "  second: {models: [n], targets: [{provider: b, model: m}]}\n";
  private static final String THIRD =
      "  third: {models: [o], targets: [{provider: a, model: m}, {provider: b, model: m}]}\n";

  @TempDir private Path folder;
  private Path file;
  private StateHolder provider;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    provider = new StateHolder();
    file = folder.resolve("sluice.yaml");
    write(account("a", "k1") + account("b", "k3"), FIRST + SECOND + THIRD);
    ConfigSource source = reads -> ConfigFile.reload(file.toString(), Map.of(), reads).config();
    gateway =
        GatewayProcess.start(
            ConfigFile.load(file.toString(), Map.of()).config(),
            ProcessOptions.defaults().source(source));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.drainAndClose();
    provider.close();
  }

  private String account(String name, String keys) {
    return "  %s: {type: openai, url: \"http://127.0.0.1:%d/v1\", keys: [%s], allow_private: true}\n"
        .formatted(name, provider.port(), keys);
  }

  private void write(String providers, String routes) throws Exception {
    String listen = "server: {listen: \"127.0.0.1:0\"}\nadmin: {listen: \"127.0.0.1:0\"}\n";
    Files.writeString(file, listen + "providers:\n" + providers + "routes:\n" + routes);
  }

  private void reload(String providers, String routes) throws Exception {
    write(providers, routes);
    assertThat(gateway.reload("test", false).problems()).isEmpty();
  }

  private Reply make(String model, String more) throws Exception {
    try (var client = new RawClient(gateway.address())) {
      String body = "{\"model\":\"%s\",\"input\":\"Hi\"%s}".formatted(model, more);
      return client.post("/v1/responses", body).reply();
    }
  }

  private Reply find(String name) throws Exception {
    try (var client = new RawClient(gateway.address())) {
      return client.get("/v1/responses/" + name).reply();
    }
  }

  private String made(String model) throws Exception {
    Matcher name = NAME.matcher(make(model, "").body());
    assertThat(name.find()).isTrue();
    provider.received.clear();
    return name.group(1);
  }

  private static String after(String name) {
    return ",\"previous_response_id\":\"" + name + "\"";
  }

  private void assertForeign(String name) throws Exception {
    Reply missing = find(name);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body())
        .contains("Response with id '" + name + "' not found.", "configured here", "`keys`");
    Reply refused = make("o", after(name));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body())
        .contains("\"code\":\"previous_response_not_found\"", "begin anew with the whole");
    assertThat(provider.received).isEmpty();
  }

  @Test
  void a_provider_that_is_removed_holds_nothing_until_it_is_back() throws Exception {
    String name = made("n");
    reload(account("a", "k1"), FIRST + THIRD.replace(", {provider: b, model: m}", ""));
    assertForeign(name);
    reload(account("a", "k1") + account("b", "k3"), FIRST + SECOND + THIRD);
    assertThat(find(name).status()).isEqualTo(200);
    assertThat(provider.received.take().account()).isEqualTo("k3");
  }

  @Test
  void a_credential_that_is_replaced_holds_nothing_and_as_a_second_one_all_that_it_did()
      throws Exception {
    String name = made("n");
    reload(account("a", "k1") + account("b", "k4"), FIRST + SECOND + THIRD);
    assertForeign(name);
    reload(account("a", "k1") + account("b", "k4, k3"), FIRST + SECOND + THIRD);
    assertThat(find(name).status()).isEqualTo(200);
    assertThat(provider.received.take().account()).isEqualTo("k3");
    assertThat(make("n", after(name)).status()).isEqualTo(200);
    assertThat(provider.received.take().account()).isEqualTo("k3");
  }

  @Test
  void routes_that_share_a_provider_share_what_it_holds_whichever_of_them_goes() throws Exception {
    String name = made("n");
    assertThat(make("o", after(name)).status()).isEqualTo(200);
    assertThat(provider.received.take().account()).isEqualTo("k3");
    reload(account("a", "k1") + account("b", "k3"), FIRST + THIRD);
    assertThat(find(name).status()).isEqualTo(200);
    Received found = provider.received.take();
    assertThat(found.account()).isEqualTo("k3");
    assertThat(make("o", after(name)).status()).isEqualTo(200);
  }
}
