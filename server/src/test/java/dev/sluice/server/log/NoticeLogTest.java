package dev.sluice.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Failed.Scope;
import dev.sluice.call.Notice;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Reports;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.LogConfig.Level;
import dev.sluice.server.reload.ReloadResult;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoticeLogTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void an_operator_is_told_which_key_it_is_what_was_said_and_what_to_do() {
    var revoked = new Failed.CredentialRefused(Scope.ACCOUNT, 401, "invalid_api_key");
    var usedUp = new Failed.Exhausted(Scope.MODEL, 402, "", "can only afford 12");
    List<String> lines =
        told(
            new CredentialChange("openai", 2, 3, Optional.empty(), Optional.of(revoked)),
            new CredentialChange("openai", 2, 3, Optional.of("a\nb"), Optional.of(usedUp)),
            new CredentialChange("openai", 2, 3, Optional.empty(), Optional.empty()));
    assertThat(lines).allMatch(line -> line.matches(TIME + ".*"));
    assertThat(lines)
        .extracting(line -> line.replaceFirst(TIME, ""))
        .containsExactly(
            "warn provider \"openai\": key 2 of 3 is set aside for all models: the provider"
                + " answered 401 (invalid_api_key); it is not accepted: replace it",
            "warn provider \"openai\": key 2 of 3 is set aside for \"a\\n"
                + "b\": the provider answered 402; what it may use is used up: add credit, raise"
                + " its limits, or wait for them",
            "info provider \"openai\": key 2 of 3 is used again for all models");
  }

  @Test
  void where_there_is_no_credential_the_line_says_why_and_from_where() {
    var why = Failed.CredentialRefused.missing("STS answered 403 (web identity of /token)");
    assertThat(told(new CredentialChange("p", 1, 1, Optional.empty(), Optional.of(why))))
        .singleElement()
        .asString()
        .endsWith(
            "provider \"p\": its credential is set aside for all models: there is none: STS"
                + " answered 403 (web identity of /token): see to that, or name another source in"
                + " its `auth`");
  }

  @Test
  void a_credential_that_is_no_key_is_not_called_one() {
    var words = new NoticeWords(Map.of(), Map.of(), Map.of("p", "metadata server m"), Set.of());
    var refused = new Failed.CredentialRefused(Failed.Scope.ACCOUNT, 403, "");
    assertThat(words.of(new CredentialChange("p", 1, 1, Optional.empty(), Optional.of(refused))))
        .extracting(NoticeWords.Said::text)
        .isEqualTo(
            "provider \"p\": its credential is set aside for all models: the provider answered 403;"
                + " it is not accepted: check the rights of metadata server m");
    assertThat(words.of(new CredentialChange("p", 1, 1, Optional.empty(), Optional.empty())).text())
        .isEqualTo("provider \"p\": its credential is used again for all models");
  }

  @Test
  void a_status_alone_is_told_as_one_of_the_model() {
    var why = new Failed.CredentialRefused(403);
    assertThat(told(new CredentialChange("p", 1, 1, Optional.of("m"), Optional.of(why))))
        .singleElement()
        .asString()
        .endsWith(
            "answered 403; it is not accepted for this: replace it, or give it access to the"
                + " model");
  }

  @Test
  void invented_models_that_a_provider_forbids_do_not_fill_the_log() {
    var why = Optional.<Failed>of(new Failed.CredentialRefused(403));
    CredentialChange[] changes =
        IntStream.range(0, 300)
            .mapToObj(i -> new CredentialChange("p", 1, 1, Optional.of("invented-" + i), why))
            .toArray(CredentialChange[]::new);
    List<String> lines = told(changes);
    assertThat(lines).hasSize(20);
    assertThat(lines.getFirst()).doesNotContain("no more lines");
    assertThat(lines.getLast())
        .contains("\"invented-19\"")
        .endsWith("; no more lines on this provider's keys and one model follow in this hour");
  }

  @Test
  void in_the_next_hour_it_is_told_how_many_lines_there_were() {
    assertThat(NoticeWords.more(false, 280))
        .isEqualTo("; 280 such lines were left out before this one");
    assertThat(NoticeWords.more(false, 0)).isEmpty();
  }

  @Test
  void what_people_do_not_see_in_a_name_is_escaped() {
    var why = Optional.<Failed>of(new Failed.CredentialRefused(403));
    String name = "gpt-5\u202eexe.\u200b\u2028warn";
    assertThat(told(new CredentialChange("p", 1, 1, Optional.of(name), why)))
        .singleElement()
        .asString()
        .contains("\"gpt-5\\u202eexe.\\u200b\\u2028warn\"");
  }

  @Test
  void a_circuit_that_opens_and_closes_is_told_with_the_reason() {
    assertThat(
            noticed(
                new Notice.Circuit("openai/m", Operation.CHAT, true, "failures"),
                new Notice.Circuit("openai/m", Operation.CHAT, false, "recovered")))
        .containsExactly(
            "warn target \"openai/m\" is failing (the circuit of its chat calls is open): attempts"
                + " failed one after the other; calls go to the route's other targets, and a call"
                + " tries it again after a while",
            "info target \"openai/m\" is healthy again (the circuit of its chat calls is closed):"
                + " its probes were answered");
  }

  @Test
  void a_target_that_is_alone_in_a_route_has_no_others_beside_it() {
    assertThat(noticed(new Notice.Circuit("local/m", Operation.CHAT, true, "failures")))
        .containsExactly(
            "warn target \"local/m\" is failing (the circuit of its chat calls is open): attempts"
                + " failed one after the other; it is the only target of a route, whose calls fail"
                + " once it answers none of them, and a call tries it again after a while");
  }

  @Test
  void a_listing_of_models_that_fails_is_told_with_the_remedy() {
    var refused = new Failed.CredentialRefused(Scope.ACCOUNT, 401, "invalid_api_key");
    var unknown = new Failed.Unreachable(Obstacle.DNS, "its name does not resolve");
    var nobody = new Failed.Unreachable(Obstacle.REFUSED, "connection refused");
    var none = new Failed.Refused(404, "text/html", "<p>my prompt</p>");
    assertThat(
            noticed(
                new Notice.Models("openai", Optional.of(refused)),
                new Notice.Models("openai", Optional.of(unknown)),
                new Notice.Models("local", Optional.of(nobody)),
                new Notice.Models("local", Optional.of(none)),
                new Notice.Models("local", Optional.empty())))
        .containsExactly(
            "warn provider \"openai\": its models cannot be listed: the provider answered 401"
                + " (invalid_api_key) to the gateway's own key: it is not accepted: replace it",
            "warn provider \"openai\": its models cannot be listed: the name api.openai.test does"
                + " not resolve: check the provider's url and this machine's DNS",
            "warn provider \"local\": its models cannot be listed: nobody takes connections at"
                + " 127.0.0.1:8000: check the provider's url, and that it runs",
            "info provider \"local\": it has no list of models (it answered 404): name its models"
                + " in routes; an open circuit of it waits for a call, which `breaker.probe: call`"
                + " makes",
            "info provider \"local\": its models can be listed again");
  }

  @Test
  void a_credential_that_comes_and_fails_is_told_with_its_source() {
    String source = "web identity of /var/run/token for arn:aws:iam::1:role/r";
    String why = "AWS STS answered 403 (AccessDenied)";
    assertThat(
            noticed(
                new Notice.Credential("bedrock", source, Optional.empty()),
                new Notice.Credential("bedrock", source, Optional.of(why))))
        .containsExactly(
            "info provider \"bedrock\": has a credential by " + source,
            "warn provider \"bedrock\": no credential by "
                + source
                + ": AWS STS answered 403 (AccessDenied); it is tried again, and a credential that"
                + " still holds is used until it ends");
  }

  @Test
  void a_provider_that_cannot_be_reached_is_told_once_and_so_is_its_return() {
    var nobody = new Failed.Unreachable(Obstacle.REFUSED, "connection refused");
    var broken = new Failed.Unreachable(Obstacle.RESET, "the connection broke");
    try (NoticeLog log = log(Level.DEBUG)) {
      for (Outcome outcome : List.of(broken, nobody, nobody, new Answered(), new Answered())) {
        ended(log, outcome);
      }
      assertThat(log.latest().newestFirst())
          .extracting(LatestNotices.Entry::text)
          .containsExactly(
              "provider \"local\" is reached again",
              "provider \"local\" cannot be reached: nobody takes connections at 127.0.0.1:8000:"
                  + " check the provider's url, and that it runs");
    }
  }

  @Test
  void nothing_is_said_while_it_is_held_and_nothing_is_lost() {
    try (NoticeLog log = log(Level.DEBUG)) {
      log.hold();
      log.noticed(new Notice.Models("local", Optional.empty()));
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    try (NoticeLog log = log(Level.DEBUG)) {
      log.hold();
      log.noticed(new Notice.Models("local", Optional.empty()));
      log.release();
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("can be listed again");
  }

  /// Who asks for a trial is told its result.
  @Test
  void a_trial_that_fails_is_no_error_of_what_runs() {
    List<String> problem = List.of("a.yaml:1: no");
    try (NoticeLog log = log(Level.DEBUG)) {
      log.reloaded("admin", new ReloadResult(3, true, false, problem, List.of()));
      log.reloaded("admin", new ReloadResult(3, false, false, problem, List.of()));
      List<LatestNotices.Entry> told = log.latest().newestFirst();
      assertThat(told)
          .extracting(LatestNotices.Entry::level)
          .containsExactly(Level.ERROR, Level.INFO);
      assertThat(told.getLast().text())
          .isEqualTo(
              "reload (admin): configuration 3 goes on: one that was tried alone could not be"
                  + " taken: a.yaml:1: no");
    }
  }

  @Test
  void what_matters_less_than_the_level_is_kept_for_the_page_alone() {
    try (NoticeLog log = log(Level.WARN)) {
      log.noticed(new Notice.Models("local", Optional.empty()));
      assertThat(log.latest().newestFirst()).hasSize(1);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static void ended(NoticeLog log, Outcome outcome) {
    var report =
        Reports.of(
            outcome,
            AttemptHistory.NONE,
            Duration.ZERO,
            Optional.empty(),
            Duration.ZERO,
            Usage.NONE,
            false);
    log.attemptEnded(LoggedCall.of("m"), "local/m", report);
  }

  private NoticeLog log(Level level) {
    Map<String, URI> urls =
        Map.of(
            "openai", URI.create("https://api.openai.test/v1"),
            "local", URI.create("http://127.0.0.1:8000/v1"));
    return new NoticeLog(
        out, level, new NoticeWords(urls, Map.of(), Map.of(), Set.of("local/m")), Clock.SYSTEM);
  }

  private List<String> noticed(Notice... notices) {
    try (NoticeLog log = log(Level.DEBUG)) {
      List.of(notices).forEach(log::noticed);
    }
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst(TIME, ""))
        .toList();
  }

  private static List<String> told(CredentialChange... changes) {
    var out = new ByteArrayOutputStream();
    try (var log = new NoticeLog(out, Clock.SYSTEM)) {
      for (CredentialChange change : changes) {
        log.credentialChanged(change);
      }
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
