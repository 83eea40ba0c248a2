package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.delegate.RemoteFailure.Kind;
import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What failures mean for requests that are sent once.
class PassThroughHttpTest {

  @ParameterizedTest
  @CsvSource({"400, REFUSED", "404, MISSING", "405, MISSING", "409, REFUSED", "413, REFUSED"})
  void a_refusal_was_not_taken(int status, Kind kind) {
    var why =
        new Failed.Refused(
            status, "text/plain", "no\n" + "x".repeat(999), Failed.Objection.REQUEST);
    assertThat(PassThroughHttp.failure(why))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind))
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(400))
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource({"500, UNKNOWN", "502, UNKNOWN", "503, UNKNOWN", "529, LATER"})
  void a_server_that_fails_may_have_taken_it(int status, Kind kind) {
    var why = new Failed.Overloaded(status, Optional.of(Duration.ofSeconds(7)), "down");
    assertThat(PassThroughHttp.failure(why).kind()).isEqualTo(kind);
    assertThat(PassThroughHttp.failure(why).after()).contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({"true, LATER", "false, UNKNOWN"})
  void memory_that_lacks_is_no_failure_of_the_provider(boolean own, Kind kind) {
    assertThat(PassThroughHttp.failure(new Failed.OutOfMemory(own)))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind))
        .satisfies(failure -> assertThat(failure.isOwn()).isTrue());
  }

  @Test
  void what_was_not_sent_may_be_sent_later() {
    var shed = new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty());
    assertThat(PassThroughHttp.failure(shed).kind()).isEqualTo(Kind.LATER);
    assertThat(PassThroughHttp.failure(new Failed.Cancelled()).kind()).isEqualTo(Kind.UNKNOWN);
  }
}
