package dev.sluice.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerErrorsTest {
  @Test
  void a_refusal_has_the_providers_status_and_no_code_that_its_client_did_not_get() {
    assertThat(LedgerErrors.of("refused", "422"))
        .contains(new LedgerErrors.Got(422, Optional.empty()));
    assertThat(LedgerErrors.of("credential_refused", "401"))
        .contains(new LedgerErrors.Got(424, Optional.of("upstream_credential")));
  }

  @Test
  void what_an_earlier_version_has_kept_without_its_particular_has_no_error() {
    assertThat(LedgerErrors.of("refused", "")).isEmpty();
    assertThat(LedgerErrors.of("answered", "")).isEmpty();
  }
}
