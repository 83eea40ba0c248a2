package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What of a client's key for repeats reaches a provider.
class RepeatKeysTest {
  private static final String HEADER = "idempotency-key";
  private static final SchedulingHints RED = new SchedulingHints(Band.NORMAL, "red", 0);

  private static ProviderConfig config() {
    return new ProviderConfig(
        "p",
        ProviderType.COMPATIBLE,
        URI.create("https://example.com/v1"),
        List.of(new Secret("a-credential")),
        false);
  }

  private static String passed(ProviderConfig config, String credential, SchedulingHints hints) {
    var body = Unpooled.copiedBuffer("{\"model\":\"m\",\"messages\":[]}", UTF_8);
    Call call = ProviderCalls.of(Operation.CHAT, body, Map.of(HEADER, "k-1")).withHints(hints);
    return new Upstream(config, Optional.of(new Secret(credential)))
        .call(call, "m", Unpooled.EMPTY_BUFFER, false)
        .headers()
        .getOrDefault(HEADER, "");
  }

  private static String passed(SchedulingHints hints) {
    return passed(config(), "a-credential", hints);
  }

  @Test
  void two_owners_with_one_key_have_two_at_the_provider_and_each_the_same_again() {
    String red = passed(RED);
    assertThat(red).matches("[A-Za-z0-9_-]{32}").isEqualTo(passed(RED));
    assertThat(
            Set.of(
                red,
                passed(new SchedulingHints(Band.NORMAL, "blue", 0)),
                passed(RED.within("a")),
                passed(config(), "another-credential", RED)))
        .hasSize(4);
  }

  @Test
  void without_owners_it_passes_as_it_is() {
    assertThat(passed(SchedulingHints.NONE)).isEqualTo("k-1");
  }

  @Test
  void one_that_is_not_to_pass_does_not() {
    ProviderConfig silent = config().forwarding(List.of(HeaderPattern.of("!" + HEADER)));
    assertThat(passed(silent, "a-credential", RED)).isEmpty();
  }
}
