package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.Credentials;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import dev.sluice.testing.LongForm;
import dev.sluice.testing.RsaKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole gateways whose provider asks for credentials that end, and gives them: every source, many
/// ends, faults of the exchange, a wrong clock, a revocation, and that nothing of them is shown.
class EndingCredentialsTest {
  private static final int ENDS = LongForm.rounds(5, 100);
  private static final int CALLERS = 16;
  private static final int CALLS = 30;

  /// Longer than a busy machine takes to send what it has signed.
  private static final Duration LIFE = Duration.ofSeconds(4);

  /// How often a call is made, in milliseconds: some for each end, and no more than a busy machine
  /// takes.
  private static final long EACH_MILLIS = 50;

  private static final List<String> SECRETS =
      List.of("sim-secret-", "sim-session-", "sim-token-", "PROOFMARK", "Signature=", "SIM1");

  @TempDir private static Path folder;

  /// A service account, whose key is made once: that takes longer than most of these tests.
  private static String account = "";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private static Simulator simulator(Credentials credentials) {
    return Simulator.start(Scenario.of(Model.named("m")).credentials(credentials), 0);
  }

  /// @param auth with `PORT`, and `FOLDER` where the proofs are
  private Rig rig(Simulator simulator, String type, String auth) throws Exception {
    return Rig.writing(log, told, config(simulator, type, auth), environment(simulator));
  }

  private static String config(Simulator simulator, String type, String auth) {
    String at = "http://127.0.0.1:" + simulator.port();
    String kind =
        type.equals("vertex")
            ? "vertex, project: p, location: eu, url: \"" + at + "\""
            : type + ", url: \"" + at + "/v1\"";
    return """
    providers:
      p: {type: %s, allow_private: true, auth: {%s}}
    routes:
      all: {models: [m], targets: [{provider: p, model: m}]}
    """
        .formatted(kind, plain(auth, simulator));
  }

  private static String plain(String text, Simulator simulator) {
    return text.replace("PORT", simulator.port() + "").replace("FOLDER", folder.toString());
  }

  /// The environment of a machine that is at every cloud.
  private static Map<String, String> environment(Simulator simulator) throws Exception {
    Files.writeString(folder.resolve("proof"), "PROOFMARK.x.y");
    Files.writeString(folder.resolve("account.json"), plain(account, simulator));
    String at = "http://127.0.0.1:" + simulator.port();
    return Map.of(
        "HOME",
        "/nowhere",
        "AWS_REGION",
        "us-east-1",
        "AWS_ENDPOINT_URL_STS",
        at,
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        folder.resolve("proof").toString(),
        "AWS_ROLE_ARN",
        "arn:aws:iam::123456789012:role/gateway",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        at + "/v2/credentials/x",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        at,
        "GCE_METADATA_HOST",
        "127.0.0.1:" + simulator.port(),
        "IDENTITY_ENDPOINT",
        at + "/msi/token",
        "IDENTITY_HEADER",
        "PROOFMARK-identity");
  }

  @BeforeAll
  static void makeAccount() throws Exception {
    byte[] der = RsaKeys.ONE.pair().getPrivate().getEncoded();
    account =
        """
    {"type":"service_account","client_email":"a@p.iam.gserviceaccount.com",
     "private_key_id":"k","token_uri":"http://127.0.0.1:PORT/token",
     "private_key":"-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
    """
            .formatted(Base64.getEncoder().encodeToString(der));
  }

  /// The list of models is asked for as well, maybe while the credential is revoked.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compatible | type: aws, service: bedrock, source: web_identity",
        "compatible | type: aws, service: bedrock, source: container",
        "compatible | type: aws, service: bedrock, source: instance",
        "compatible | type: aws, service: bedrock, source: container, role:"
            + " 'arn:aws:iam::123456789012:role/r', tags: {team: search}",
        "vertex | type: google, source: metadata",
        "vertex | type: google, file: FOLDER/account.json",
        "compatible | type: entra, source: managed",
        "compatible | type: entra, tenant: t, client: c, secret: PROOFMARK, authority:"
            + " 'http://127.0.0.1:PORT'",
        "compatible | type: entra, tenant: t, client: c, token_file: FOLDER/proof, authority:"
            + " 'http://127.0.0.1:PORT'",
        "compatible | type: openai, provider: i, account: s, token_file: FOLDER/proof, endpoint:"
            + " 'http://127.0.0.1:PORT/oauth/token'",
        "compatible | type: openai, provider: i, account: s, token: google, endpoint:"
            + " 'http://127.0.0.1:PORT/oauth/token'",
        "compatible | type: anthropic, rule: r, organization: o, token_file: FOLDER/proof,"
            + " endpoint: 'http://127.0.0.1:PORT/v1/oauth/token'",
      })
  void each_source_gives_a_credential_that_is_shown_nowhere(String type, String auth)
      throws Exception {
    try (Simulator simulator = simulator(Credentials.living(Duration.ofHours(1)));
        Rig rig = rig(simulator, type, auth)) {
      Reply first = rig.chat("m", false);
      assertThat(first.status()).as(first.body()).isEqualTo(200);
      simulator.issued().revoke();
      assertThat(rig.chat("m", true).status()).as("renewed").isEqualTo(200);
      assertThat(simulator.issued().refused()).isBetween(1, 2);
      simulator.issued().revoke();
      String error = rig.chat("m", false).body();
      assertShowsNothing(rig, error);
    }
  }

  /// Each of the two teams has a session of its own, beside the one that is of no team.
  @Test
  void a_session_for_each_team_is_shown_nowhere() throws Exception {
    String auth =
        "type: aws, service: bedrock, source: container, role:"
            + " 'arn:aws:iam::123456789012:role/r', session_tags: [team, key]";
    String keys =
        "{name: one, key: sk-team-one, team: search}, {name: two, key: sk-team-two, team: ads}";
    try (Simulator simulator = simulator(Credentials.living(Duration.ofHours(1)));
        Rig rig =
            Rig.writing(
                log, told, keys, config(simulator, "compatible", auth), environment(simulator))) {
      assertThat(chat(rig, "sk-team-one").status()).isEqualTo(200);
      int one = simulator.issued().count();
      assertThat(chat(rig, "sk-team-two").status()).isEqualTo(200);
      assertThat(simulator.issued().count()).as("a session more").isGreaterThan(one);
      simulator.issued().revoke();
      assertThat(chat(rig, "sk-team-one").status()).as("renewed").isEqualTo(200);
      simulator.issued().revoke();
      assertShowsNothing(rig, chat(rig, "sk-team-two").body());
    }
  }

  private static Reply chat(Rig rig, String key) throws IOException {
    try (RawCall call = rig.connect()) {
      String body = RawCall.chat("m", false);
      return call.post("/v1/chat/completions", body, "authorization: Bearer " + key).reply();
    }
  }

  private void assertShowsNothing(Rig rig, String error) throws IOException {
    assertThat(error).isNotEmpty().doesNotContain(SECRETS);
    for (String page :
        List.of("/metrics", "/api/targets", "/api/report", "/api/settings", "/api/calls", "/")) {
      try (RawCall admin = new RawCall(rig.serving().adminAddress())) {
        Reply reply = admin.get(page).reply();
        assertThat(reply.body() + reply.headers()).as(page).doesNotContain(SECRETS);
      }
    }
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> told.toString(UTF_8).contains("has a credential by"));
    assertThat(told.toString(UTF_8) + log.toString(UTF_8)).doesNotContain(SECRETS);
  }

  /// That no credential is used that is over, and that calls wait for none, is shown in virtual
  /// time (`CredentialCellTest`): here a machine that is busy may take long to send what it has
  /// signed.
  @Test
  void calls_go_on_over_many_ends_of_credentials_and_hold_no_loop_up() throws Exception {
    Credentials credentials = Credentials.living(LIFE).delay(Duration.ofMillis(20));
    try (Simulator simulator = simulator(credentials);
        Rig rig = rig(simulator, "compatible", "type: aws, service: bedrock, source: container");
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(rig.chat("m", false).status()).isEqualTo(200);
      var recording = new LoopRecording(folder);
      Queue<Future<Integer>> calls = new ConcurrentLinkedQueue<>();
      try (var pace = Executors.newSingleThreadScheduledExecutor()) {
        var _ =
            pace.scheduleAtFixedRate(
                () -> calls.add(callers.submit(() -> rig.chat("m", false).status())),
                0,
                EACH_MILLIS,
                TimeUnit.MILLISECONDS);
        await()
            .atMost(LIFE.multipliedBy(10L * ENDS))
            .until(() -> simulator.issued().count() >= ENDS);
        pace.shutdownNow();
      }
      for (Future<Integer> call : calls) {
        assertThat(call.get()).isEqualTo(200);
      }
      assertThat(calls).hasSizeGreaterThan(ENDS * 10);
      assertThat(simulator.issued().mostAtOnce()).isEqualTo(1);
      assertThat(recording.heldUp("dev.sluice.provider.auth")).isEmpty();
      recording.close();
    }
  }

  /// A caller has one call at a time, so that each is refused once at most.
  @Test
  void a_revocation_under_load_costs_each_call_one_request_at_most() throws Exception {
    try (Simulator simulator = simulator(Credentials.living(Duration.ofHours(1)));
        Rig rig = rig(simulator, "compatible", "type: aws, service: bedrock, source: container");
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new AtomicInteger();
      List<Future<Boolean>> all = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        all.add(
            callers.submit(
                () -> {
                  boolean good = true;
                  for (int i = 0; i < CALLS; i++) {
                    good &= rig.chat("m", false).status() == 200;
                    if (done.incrementAndGet() == CALLERS * CALLS / 2) {
                      simulator.issued().revoke();
                    }
                  }
                  return good;
                }));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
      assertThat(simulator.issued().refused()).isBetween(1, CALLERS);
      // What must not be is an exchange for each caller: a busy machine, at which a call is refused
      // long after its credential was taken, may make one more.
      assertThat(simulator.issued().count()).as("one exchange for all").isBetween(2, 3);
      assertThat(simulator.issued().mostAtOnce()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"503", "html=502", "reset-before-head", "truncated-json", "status=429"})
  void exchanges_that_fail_now_and_then_fail_no_call(String fault) throws Exception {
    FaultRule rule = new FaultRule(FaultCall.parse(fault), TimeWindow.ALWAYS, 0, 2, 1);
    Credentials credentials = Credentials.living(Duration.ofSeconds(20)).faults(rule);
    try (Simulator simulator = simulator(credentials);
        Rig rig = rig(simulator, "compatible", "type: aws, service: bedrock, source: container")) {
      assertThat(rig.chat("m", false).status()).isEqualTo(200);
      assertThat(rig.chat("m", false).status()).isEqualTo(200);
      assertThat(simulator.issued().refused()).isZero();
    }
  }

  @Test
  void an_exchange_that_hangs_ends_the_call_in_time_and_says_so() throws Exception {
    Credentials credentials =
        Credentials.living(Duration.ofHours(1))
            .faults(FaultRule.always(new FaultCall(Fault.SILENCE, "")));
    try (Simulator simulator = simulator(credentials);
        Rig rig = rig(simulator, "vertex", "type: google, source: metadata")) {
      assertThat(rig.chat("m", false).status()).isIn(503, 504);
      await()
          .atMost(30, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThat(told.toString(UTF_8))
                      .contains(
                          "no credential by metadata server http://127.0.0.1:",
                          "did not answer: not within 10000 ms"));
      assertThat(rig.chat("m", false).body())
          .contains("no credential for the provider")
          .doesNotContain("metadata server", "127.0.0.1");
    }
  }

  /// The list of models is asked for as well, maybe at the same time.
  @ParameterizedTest
  @CsvSource({"PT20M", "PT-20M"})
  void a_clock_that_is_wrong_costs_the_first_call_one_request_more(Duration skew) throws Exception {
    Credentials credentials = Credentials.living(Duration.ofHours(1)).skew(skew);
    try (Simulator simulator = simulator(credentials);
        Rig rig = rig(simulator, "compatible", "type: aws, service: bedrock, source: container")) {
      for (int i = 0; i < 3; i++) {
        assertThat(rig.chat("m", false).status()).isEqualTo(200);
      }
      assertThat(simulator.issued().refused()).isBetween(1, 2);
    }
  }
}
