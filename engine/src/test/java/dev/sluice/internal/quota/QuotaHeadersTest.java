package dev.sluice.internal.quota;

import static dev.sluice.internal.quota.QuotaCalls.call;
import static dev.sluice.internal.quota.QuotaCalls.limits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.gate.Permit;
import dev.sluice.config.quota.QuotaLimits;
import org.junit.jupiter.api.Test;

class QuotaHeadersTest extends QuotaFixture {
  @Test
  void headers_set_right_what_is_left() {
    Quota quota = quota(limits(0, TPM));
    Permit permit = enter(quota, call, 0);
    permit.allowed(tokens(TPM, 700), 0);
    assertThat(tokens(quota, 0).remaining()).isCloseTo(700, within(1.0));
  }

  @Test
  void what_went_after_the_attempt_that_headers_speak_of_is_taken_off() {
    Quota quota = quota(limits(0, TPM));
    Permit permit = enter(quota, call, 0);
    enter(quota, call, 0);
    permit.allowed(tokens(TPM, 5_000), 0);
    assertThat(tokens(quota, 0).remaining()).isCloseTo(3_500, within(1.0));
  }

  @Test
  void late_headers_do_not_undo_newer_knowledge() {
    Quota quota = quota(limits(0, TPM));
    Permit early = enter(quota, call, 0);
    Permit late = enter(quota, call, 10);
    late.allowed(tokens(TPM, 2_000), 20);
    early.allowed(tokens(TPM / 2, 500), 30);
    assertThat(tokens(quota, 30).remaining()).isCloseTo(2_000, within(1.0));
    assertThat(tokens(quota, 30).limit()).isEqualTo(TPM);
  }

  @Test
  void headers_that_make_no_sense_are_ignored_and_counted() {
    Quota quota = quota(limits(0, TPM));
    double before = tokens(quota, 0).remaining();
    Permit permit = enter(quota, call, 0);
    permit.allowed(tokens(TPM, -1), 0);
    permit.allowed(tokens(TPM, TPM + 1), 0);
    permit.allowed(tokens(0, 0), 0);
    permit.allowed(tokens(-5, 0), 0);
    permit.allowed(tokens(Long.MAX_VALUE, 5), 0);
    permit.allowed(tokens(Limit.NONSENSE, 5), 0);
    permit.allowed(tokens(TPM, Limit.NONSENSE), 0);
    // Less than a tenth of what this very call was let through with.
    permit.allowed(tokens(100, 0), 0);
    assertThat(tokens(quota, 0).ignored()).isEqualTo(8);
    assertThat(tokens(quota, 0).remaining()).isCloseTo(before - 1_500, within(1.0));
    assertThat(tokens(quota, 0).limit()).isEqualTo(TPM);
  }

  @Test
  void a_limit_that_only_headers_state_is_kept() {
    Quota quota = quota(QuotaLimits.NONE);
    Permit permit = enter(quota, call, 0);
    permit.allowed(tokens(TPM, TPM - 1_500), 0);
    int entered = 0;
    while (quota.closed(call, true, 0).isEmpty()) {
      enter(quota, call, 0);
      entered++;
    }
    assertThat(entered).isBetween(5, 7);
  }

  @Test
  void of_configuration_and_headers_the_lower_limit_holds() {
    Quota quota = quota(limits(0, TPM));
    enter(quota, call, 0).allowed(tokens(2 * TPM, TPM), 0);
    assertThat(tokens(quota, 0).limit()).isEqualTo(TPM);
    enter(quota, call, 1).allowed(tokens(TPM / 2, 0), 1);
    assertThat(tokens(quota, 1).limit()).isEqualTo(TPM / 2.0);
  }
}
