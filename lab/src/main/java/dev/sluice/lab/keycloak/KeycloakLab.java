package dev.sluice.lab.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.keycloak.WebBrowser.Page;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.Folder;
import dev.sluice.lab.process.FreePort;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Plays logins of people at Keycloak, and prints what has become of each step. Confined to one
/// thread.
public final class KeycloakLab {
  private static final int HOLDS = 0;
  private static final int BROKEN = 1;
  private static final String ME = "/admin/v1/me";

  private static final String TOKEN = "admin-token-of-the-lab-0123456789";
  private static final String MEANT = "x-sluice-admin";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_MS = 200;
  private static final int OK = 200;
  private static final int MADE = 201;
  private static final int UNKNOWN = 401;
  private static final int FORBIDDEN = 403;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Keycloak keycloak;
  private final URI admin;
  private final PrintStream out;
  private boolean broken;

  private KeycloakLab(Keycloak keycloak, URI admin, PrintStream out) {
    this.keycloak = keycloak;
    this.admin = admin;
    this.out = out;
  }

  /// Starts Keycloak and a gateway, and plays the steps.
  ///
  /// @param zip Keycloak's distribution
  /// @return 0 if each step did what it must
  public static int run(
      Path zip, GatewayProgram program, PrintStream out, Optional<PrintStream> progress)
      throws IOException, InterruptedException {
    try (Folder folder = Folder.create("sluice-keycloak-")) {
      progress.ifPresent(to -> to.println("starting Keycloak, which takes a minute or more"));
      Path files = Files.createDirectory(folder.path().resolve("keycloak"));
      try (Keycloak keycloak = Keycloak.start(zip, files)) {
        int port = FreePort.find();
        URI admin = URI.create("http://127.0.0.1:" + port);
        keycloak.makeRealm(admin);
        String yaml = yaml(folder.path(), port, keycloak);
        ChildGateway gateway = ChildGateway.start(program, folder.path(), yaml);
        try {
          return new KeycloakLab(keycloak, admin, out).play();
        } finally {
          gateway.kill();
        }
      }
    }
  }

  private static String yaml(Path folder, int port, Keycloak keycloak) {
    return """
    store: {path: "%s"}
    server: {listen: "127.0.0.1:0"}
    admin: {listen: "127.0.0.1:%d", token: %s}
    auth:
      oidc:
        issuer: "%s"
        client_id: %s
        client_secret: %s
        redirect: "http://127.0.0.1:%2$d"
        device: true
        roles: {admin: [llm-admins], viewer: [llm-viewers]}
        teams: {search: {member: [search], terms: {limits: {rpm: 60}}}}
    providers: {local: {type: vllm, url: "http://127.0.0.1:9"}}
    """
        .formatted(
            folder.resolve("data"),
            port,
            TOKEN,
            keycloak.issuer(),
            Keycloak.CLIENT,
            Keycloak.SECRET);
  }

  private int play() throws IOException, InterruptedException {
    try (WebBrowser ann = new WebBrowser();
        WebBrowser eve = new WebBrowser();
        WebBrowser terminal = new WebBrowser()) {
      logIn(ann);
      makeKey(ann);
      refuseStranger(eve);
      logInAtTerminal(ann, terminal);
      loseRole(ann);
      backChannel(ann);
      disabled();
    }
    out.println(broken ? "not every step did what it must" : "every step did what it must");
    return broken ? BROKEN : HOLDS;
  }

  private void say(String step, boolean holds, String seen) {
    broken |= !holds;
    out.printf("%-8s %s: %s%n", holds ? "ok" : "BROKEN", step, seen);
  }

  private URI at(String path) {
    return admin.resolve(path);
  }

  private Page begin(WebBrowser browser, String name) throws IOException, InterruptedException {
    Page form = browser.go(at("/admin/login/start"));
    return form.body().contains("kc-form-login")
        ? browser.submit(form, Map.of("username", name, "password", Keycloak.PASSWORD))
        : form;
  }

  private static JsonNode json(Page page) throws IOException {
    if (page.status() != OK) {
      throw new IOException("%s answered %d: %s".formatted(page.at(), page.status(), text(page)));
    }
    return MAPPER.readTree(page.body());
  }

  /// The words of a page, in one line.
  private static String text(Page page) {
    return page.body().replaceAll("(?s)<[^>]*>", " ").replaceAll("\\s+", " ").strip();
  }

  private static String rights(JsonNode me) {
    return "role %s, %d teams".formatted(me.path("role").asText(), me.path("teams").size());
  }

  private JsonNode me(WebBrowser browser, String... headers)
      throws IOException, InterruptedException {
    return json(browser.send("GET", at(ME), "", headers));
  }

  private void logIn(WebBrowser browser) throws IOException, InterruptedException {
    Page wrong = browser.go(at("/admin/login/start"));
    Page again = browser.submit(wrong, Map.of("username", "ann", "password", "another"));
    say("a wrong password", again.body().contains("kc-form-login"), "the form is shown again");
    Page in = begin(browser, "ann");
    JsonNode me = me(browser);
    boolean known = me.path("role").asText().equals("admin");
    say("a login by the code flow with PKCE", in.status() == OK && known, rights(me));
  }

  private void makeKey(WebBrowser browser) throws IOException, InterruptedException {
    String team = "{\"name\": \"search\"}";
    browser.send("POST", at("/admin/v1/teams"), team, "authorization", "Bearer " + TOKEN);
    String key = "{\"team\": \"search\", \"name\": \"anns\"}";
    String origin = admin.toString();
    Page made = browser.send("POST", at(ME + "/keys"), key, "origin", origin, MEANT, "1");
    say("a key of one's own", made.status() == MADE, "status " + made.status());
    Page other = browser.send("POST", at(ME + "/keys"), key, "origin", "https://evil", MEANT, "1");
    say("the same from another site", other.status() == FORBIDDEN, "status " + other.status());
  }

  private void refuseStranger(WebBrowser browser) throws IOException, InterruptedException {
    Page page = begin(browser, "stranger");
    say("somebody without a group", page.status() == FORBIDDEN, text(page));
  }

  private void logInAtTerminal(WebBrowser browser, WebBrowser terminal)
      throws IOException, InterruptedException {
    Page begun = terminal.send("POST", at("/admin/login/device"), "", MEANT, "1");
    JsonNode device = json(begun);
    Page page = browser.go(URI.create(device.path("verification_uri_complete").asText()));
    Page allowed = browser.submit(page, Map.of("accept", "Yes"));
    String code = "{\"device_code\": \"" + device.path("device_code").asText() + "\"}";
    long until = Clock.SYSTEM.nanos() + PATIENCE.toNanos();
    JsonNode session = MAPPER.missingNode();
    while (session.path("token").isMissingNode() && Clock.SYSTEM.nanos() < until) {
      TimeUnit.SECONDS.sleep(device.path("interval").asLong(5));
      Page polled = terminal.send("POST", at("/admin/login/device/poll"), code, MEANT, "1");
      session = polled.status() == OK ? MAPPER.readTree(polled.body()) : session;
    }
    String bearer = "Bearer " + session.path("token").asText();
    JsonNode me = me(terminal, "authorization", bearer);
    boolean known = me.path("role").asText().equals("admin");
    say(
        "a login of a terminal by a code",
        known,
        "Keycloak's page, status " + allowed.status() + "; " + rights(me));
  }

  private void loseRole(WebBrowser browser) throws IOException, InterruptedException {
    keycloak.leave(keycloak.person("ann"), "llm-admins");
    Page page = begin(browser, "ann");
    JsonNode me = me(browser);
    boolean member = me.path("teams").size() == 1 && !me.path("role").asText().equals("admin");
    say("a group that was taken away", page.status() == OK && member, rights(me));
  }

  private void backChannel(WebBrowser browser) throws IOException, InterruptedException {
    int before = browser.send("GET", at(ME), "").status();
    keycloak.logOut(keycloak.person("ann"));
    long until = Clock.SYSTEM.nanos() + PATIENCE.toNanos();
    int after = before;
    while (after == OK && Clock.SYSTEM.nanos() < until) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      after = browser.send("GET", at(ME), "").status();
    }
    say("a logout that Keycloak tells", before == OK && after == UNKNOWN, before + ", " + after);
  }

  private void disabled() throws IOException, InterruptedException {
    keycloak.disable(keycloak.person("ann"));
    try (WebBrowser browser = new WebBrowser()) {
      Page page = begin(browser, "ann");
      boolean out = browser.send("GET", at(ME), "").status() == UNKNOWN;
      say("an account that is disabled", out, "Keycloak's page, status " + page.status());
    }
  }
}
