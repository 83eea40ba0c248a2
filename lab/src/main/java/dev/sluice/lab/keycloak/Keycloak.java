package dev.sluice.lab.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.lab.keycloak.WebBrowser.Page;
import dev.sluice.lab.process.Child;
import dev.sluice.lab.process.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Keycloak in a process of its own, without TLS and with a database in memory, and its admin API.
/// Confined to the thread of the experiment.
final class Keycloak implements AutoCloseable {
  static final String REALM = "people";
  static final String CLIENT = "sluice";
  static final String SECRET = "keycloak-client-secret";
  static final String PASSWORD = "a-password-of-the-lab";

  private static final String ADMIN = "admin";
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(10);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int CREATED = 201;
  private static final int DONE = 300;

  private final Child process;
  private final URI at;
  private final WebBrowser admin = new WebBrowser();

  private Keycloak(Child process, URI at) {
    this.process = process;
    this.at = at;
  }

  /// Unpacks a distribution, starts it, and waits until it answers.
  ///
  /// @param zip the distribution
  /// @param folder an empty one for its files
  static Keycloak start(Path zip, Path folder) throws IOException, InterruptedException {
    Path home = unpacked(zip, folder);
    int port = FreePort.find();
    List<String> command =
        List.of(
            "env",
            "JAVA_HOME=" + System.getProperty("java.home"),
            "JAVA_OPTS_KC_HEAP=-Xmx512m",
            "KC_BOOTSTRAP_ADMIN_USERNAME=" + ADMIN,
            "KC_BOOTSTRAP_ADMIN_PASSWORD=" + PASSWORD,
            "sh",
            home.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--db=dev-mem",
            "--features=device-flow");
    Child process = Child.start(command);
    try (var rollback = Rollback.of(process::close)) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      process.awaitListening(address, STARTS_WITHIN);
      return rollback.keep(new Keycloak(process, URI.create("http://127.0.0.1:" + port)));
    }
  }

  private static Path unpacked(Path zip, Path folder) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        Path to = folder.resolve(entry.getName()).normalize();
        if (!to.startsWith(folder)) {
          throw new IOException("the distribution has a file outside of itself: " + entry);
        }
        if (!entry.isDirectory()) {
          Files.createDirectories(Objects.requireNonNull(to.getParent()));
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, to);
          }
        }
      }
    }
    try (var inside = Files.list(folder)) {
      return inside.filter(Files::isDirectory).findFirst().orElse(folder);
    }
  }

  /// What it calls itself in tokens of the realm.
  String issuer() {
    return at + "/realms/" + REALM;
  }

  /// Makes the realm, with a client for a gateway.
  ///
  /// @param gateway the admin listener as browsers have it
  void makeRealm(URI gateway) throws IOException, InterruptedException {
    String realm =
        """
        {"realm": "%s", "enabled": true, "sslRequired": "none",
         "groups": [{"name": "llm-viewers"}, {"name": "llm-admins"}, {"name": "search"}],
         "clients": [{
           "clientId": "%s", "secret": "%s", "protocol": "openid-connect",
           "publicClient": false, "standardFlowEnabled": true, "directAccessGrantsEnabled": false,
           "redirectUris": ["%5$s/admin/login/callback"],
           "attributes": {
             "pkce.code.challenge.method": "S256",
             "backchannel.logout.url": "%5$s/admin/login/backchannel",
             "backchannel.logout.session.required": "true",
             "oauth2.device.authorization.grant.enabled": "true"},
           "protocolMappers": [{
             "name": "groups", "protocol": "openid-connect",
             "protocolMapper": "oidc-group-membership-mapper",
             "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true"}}]}],
         "users": [
           {"username": "ann", "enabled": true, "email": "ann@example.com", "emailVerified": true,
            "firstName": "Ann", "lastName": "Smith", "groups": ["llm-admins", "search"],
            "credentials": [{"type": "password", "value": "%4$s"}]},
           {"username": "stranger", "enabled": true, "email": "eve@example.com",
            "emailVerified": true, "firstName": "Eve", "lastName": "Jones",
            "credentials": [{"type": "password", "value": "%4$s"}]}]}
        """
            .formatted(REALM, CLIENT, SECRET, PASSWORD, gateway);
    Page made = asked("POST", "/admin/realms", realm);
    if (made.status() != CREATED) {
      throw new IOException(
          "Keycloak makes no realm (%d): %s".formatted(made.status(), made.body()));
    }
  }

  /// The id of somebody.
  String person(String name) throws IOException, InterruptedException {
    return json("/users?exact=true&username=" + name).path(0).path("id").asText();
  }

  /// Takes somebody out of a group.
  void leave(String person, String group) throws IOException, InterruptedException {
    for (JsonNode one : json("/users/" + person + "/groups")) {
      if (one.path("name").asText().equals(group)) {
        done("DELETE", "/users/" + person + "/groups/" + one.path("id").asText(), "");
      }
    }
  }

  /// Ends all sessions of somebody.
  void logOut(String person) throws IOException, InterruptedException {
    done("POST", "/users/" + person + "/logout", "");
  }

  /// Lets somebody log in no more.
  void disable(String person) throws IOException, InterruptedException {
    done("PUT", "/users/" + person, "{\"enabled\": false}");
  }

  private void done(String method, String path, String body)
      throws IOException, InterruptedException {
    Page answer = asked(method, "/admin/realms/" + REALM + path, body);
    if (answer.status() >= DONE) {
      throw new IOException("Keycloak answered %d to %s".formatted(answer.status(), path));
    }
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return MAPPER.readTree(asked("GET", "/admin/realms/" + REALM + path, "").body());
  }

  private Page asked(String method, String path, String body)
      throws IOException, InterruptedException {
    return admin.send(
        method,
        at.resolve(path),
        body,
        "authorization",
        "Bearer " + token(),
        "content-type",
        "application/json");
  }

  private String token() throws IOException, InterruptedException {
    Map<String, String> form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "admin-cli",
            "username",
            ADMIN,
            "password",
            PASSWORD);
    String body =
        String.join(
            "&",
            form.entrySet().stream()
                .map(field -> field.getKey() + "=" + WebBrowser.encoded(field.getValue()))
                .toList());
    Page answer =
        admin.send(
            "POST",
            at.resolve("/realms/master/protocol/openid-connect/token"),
            body,
            "content-type",
            "application/x-www-form-urlencoded");
    return MAPPER.readTree(answer.body()).path("access_token").asText();
  }

  @Override
  public void close() {
    admin.close();
    process.close();
  }
}
