package dev.sluice.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Scope;
import dev.sluice.call.runtime.Clock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticeLogTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";

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
            "provider \"openai\": key 2 of 3 is set aside for all models: the provider answered 401"
                + " (invalid_api_key); it is not accepted: replace it",
            "provider \"openai\": key 2 of 3 is set aside for \"a\\nb\": the provider answered 402;"
                + " what it may use is used up: add credit, raise its limits, or wait for them",
            "provider \"openai\": key 2 of 3 is used again for all models");
  }

  @Test
  void a_status_alone_is_told_as_one_of_the_model() {
    var why = new Failed.CredentialRefused(403);
    assertThat(told(new CredentialChange("p", 1, 1, Optional.of("m"), Optional.of(why))))
        .singleElement()
        .asString()
        .endsWith(
            "answered 403; it is not accepted for this: replace it, or give it access to the model");
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
