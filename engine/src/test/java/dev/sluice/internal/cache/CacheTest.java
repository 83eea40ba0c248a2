package dev.sluice.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.provider.Fingerprints;
import dev.sluice.stats.CacheGauges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest extends CacheFixture {
  private static Fingerprint fingerprint(Call call) {
    return Fingerprints.of("r", call);
  }

  @Test
  void a_streamed_answer_is_played_back_as_it_came() throws InterruptedException {
    List<String> first = ask("m", "one ", "two");
    loop.advance(Duration.ofSeconds(90));
    List<String> second = ask("m", "other");
    assertThat(first).contains("one ", "two").endsWith("finish");
    assertThat(second).contains("one ", "two").endsWith("finish").doesNotContain("other");
    assertThat(sent).hasValue(1);
    assertThat(saved).hasValue(1);
    assertThat(heads.getFirst().headers()).containsEntry("x-sluice-cache", "miss");
    assertThat(heads.getLast().headers())
        .containsEntry("x-sluice-cache", "hit")
        .containsEntry("age", "90")
        .containsEntry("content-type", "text/x")
        .doesNotContainKey("x-ratelimit-remaining-requests");
  }

  @Test
  void an_answer_is_kept_no_longer_than_its_time() throws InterruptedException {
    ask("m", "one");
    loop.advance(Duration.ofMinutes(10));
    assertThat(ask("m", "two")).contains("two");
  }

  private Call keyed(String key, String body, Cacheability cacheability) {
    Call call = call("m", body, SchedulingHints.NONE, cacheability);
    return new Call(
        call.id(),
        call.operation(),
        call.facts(),
        call.body(),
        Map.of("idempotency-key", key),
        call.arrived(),
        call.deadline(),
        call.loop());
  }

  @Test
  void what_is_kept_under_a_key_is_of_that_key_and_body() {
    Call one = keyed("1", "{\"prompt\":\"a\"}", Cacheability.NEVER);
    Call other = keyed("1", "{\"prompt\":\"b\"}", Cacheability.NEVER);
    Call another = keyed("2", "{\"prompt\":\"a\"}", Cacheability.NEVER);
    Call without = call("m", "{\"prompt\":\"a\"}", SchedulingHints.NONE, Cacheability.NEVER);
    Call always = keyed("1", "{\"prompt\":\"a\"}", Cacheability.ALWAYS);
    assertThat(one.isKeptByKey()).isTrue();
    assertThat(without.isKeptByKey()).isFalse();
    assertThat(always.isKeptByKey()).isFalse();
    assertThat(
            List.of(
                Fingerprints.underKey("r", one),
                Fingerprints.underKey("r", other),
                Fingerprints.underKey("r", another),
                Fingerprints.underKey("s", one),
                Fingerprints.of("r", one)))
        .doesNotHaveDuplicates();
    assertThat(Cache.eligible(one)).isTrue();
    assertThat(Cache.eligible(without)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "UNSAID, ASKED, true",
    "ON, ASKED, false",
    "REFRESH, ASKED, false",
    "OFF, ASKED, true",
    "ON, NEVER, true"
  })
  void a_key_does_not_switch_off_the_cache_that_a_client_asks_for(
      CacheDirective wish, Cacheability cacheability, boolean byKey) {
    Call call = keyed("1", "{}", cacheability);
    var hints = new SchedulingHints(Band.NORMAL, "a", 0, wish);
    Call asking = call.with(call.id(), call.facts(), call.body(), call.deadline(), hints);
    assertThat(asking.underKeyOf(call).isKeptByKey()).isEqualTo(byKey);
  }

  @Test
  void another_tenant_never_gets_it() throws InterruptedException {
    ask("m", new SchedulingHints(Band.NORMAL, "a", 0), "a's");
    assertThat(ask("m", new SchedulingHints(Band.NORMAL, "b", 0), "b's")).contains("b's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\":\"a\",\"user\":\"u\"}",
        "{\"input\":\"a\",\"seed\":1}",
        "{\"input\":\"a\",\"nobody_knows\":null}",
        "{\"input\":\"a \"}",
        "{\"input\":[\"a\"]}"
      })
  void a_property_that_looks_irrelevant_tells_calls_apart(String other)
      throws InterruptedException {
    var exit = new RecordingExit();
    send(
        call("m", "{\"input\":\"a\"}", SchedulingHints.NONE, Cacheability.ALWAYS),
        exit,
        new Answered(),
        "one");
    send(call("m", other, SchedulingHints.NONE, Cacheability.ALWAYS), exit, new Answered(), "two");
    assertThat(exit.events()).contains("one", "two");
    assertThat(sent).hasValue(2);
  }

  @Test
  void all_together_stay_within_their_bound() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      ask("m" + i, "x".repeat(50_000));
    }
    CacheGauges gauges = cache.gauges();
    assertThat(gauges.bytes()).isBetween(500_000L, CONFIG.max());
    assertThat(gauges.misses()).isEqualTo(100);
  }

  @Test
  void an_entry_that_was_damaged_is_dropped_and_the_call_is_made() throws InterruptedException {
    ask("m", "one");
    Call call = call("m", SchedulingHints.NONE, Cacheability.ALWAYS);
    cache.store().find(fingerprint(call), CachedAnswer.class).orElseThrow().parts().getFirst()[0] =
        'X';
    assertThat(ask("m", "two")).contains("two");
    assertThat(ask("m", "three")).contains("two");
    assertThat(cache.gauges().damaged()).isOne();
  }

  @Test
  void the_client_has_a_say() throws InterruptedException {
    SchedulingHints off = new SchedulingHints(Band.NORMAL, "*", 0, CacheDirective.OFF);
    SchedulingHints refresh = new SchedulingHints(Band.NORMAL, "*", 0, CacheDirective.REFRESH);
    assertThat(ask("m", "one")).contains("one");
    assertThat(ask("m", off, "two")).contains("two");
    assertThat(ask("m", "-")).contains("one");
    assertThat(ask("m", refresh, "three")).contains("three");
    assertThat(ask("m", "-")).contains("three");
  }

  @Test
  void what_is_not_deterministic_is_kept_only_for_those_who_ask() throws InterruptedException {
    SchedulingHints on = new SchedulingHints(Band.NORMAL, "*", 0, CacheDirective.ON);
    assertThat(asked(Cacheability.ASKED, SchedulingHints.NONE, "one")).contains("one");
    assertThat(asked(Cacheability.ASKED, on, "two")).contains("two");
    assertThat(asked(Cacheability.ASKED, on, "three")).contains("two");
    assertThat(asked(Cacheability.ASKED, SchedulingHints.NONE, "four")).contains("four");
    assertThat(asked(Cacheability.NEVER, on, "five")).contains("five");
  }

  private List<String> asked(Cacheability cacheability, SchedulingHints hints, String part)
      throws InterruptedException {
    var exit = new RecordingExit();
    send(call("m", hints, cacheability), exit, new Answered(), part);
    return exit.events();
  }
}
