package dev.sluice.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.load.SdkClient.Attempt;
import dev.sluice.lab.load.SdkClient.Ending;
import dev.sluice.lab.prove.ApplicationClient.Sent;
import dev.sluice.lab.prove.PlannedCallResult.End;
import java.net.http.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentTest {

  @Test
  void each_ending_of_the_last_attempt_has_its_words_in_the_report() {
    assertSent(Ending.ANSWERED, 200, "", End.ANSWERED, "");
    assertSent(Ending.CUT, 200, "cut", End.FAILED, "begun, cut");
    assertSent(Ending.BROKEN, 0, "broken", End.FAILED, "broken");
    assertSent(Ending.ERROR, 200, "upstream_reset", End.FAILED, "begun, upstream_reset");
    assertSent(Ending.ERROR, 503, "overloaded", End.FAILED, "503 overloaded");
    assertSent(Ending.ERROR, 429, "rate_limit", End.LIMITED, "429 rate_limit");
    assertSent(Ending.ERROR, 504, "deadline", End.TIMED_OUT, "504 deadline");
  }

  private static void assertSent(Ending ending, int status, String code, End end, String words) {
    HttpHeaders none = HttpHeaders.of(Map.of(), (_, _) -> true);
    Sent sent = new Sent(new Attempt(ending, status, code, none), 1);
    assertThat(sent.end()).isEqualTo(end);
    assertThat(sent.code()).isEqualTo(words);
  }
}
