package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.batch.Batching.Gathering;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which calls of a route are put together.
class GatheringTest {
  private static final BatchConfig ASKED = new BatchConfig(16, BatchConfig.defaults().maxWait());

  private static Optional<Gathering> gathering(ReuseConfig reuse, ProviderType... types) {
    List<ProviderConfig> providers =
        Stream.of(types)
            .map(
                type ->
                    new ProviderConfig(
                        type.configName(),
                        type,
                        URI.create("http://127.0.0.1:1/v1"),
                        List.of(new Secret("k")),
                        true))
            .toList();
    List<TargetConfig> targets =
        providers.stream()
            .map(provider -> new TargetConfig(provider.name(), Optional.of("m"), 1, 0))
            .toList();
    var route = new RouteConfig("r", List.of("m"), targets, RoutePolicy.defaults().with(reuse));
    return new RouteParts.Source(route, providers, Set.of()).gathering();
  }

  @Test
  void those_of_the_lowest_band_are_where_all_providers_take_many_inputs() {
    ReuseConfig usual = ReuseConfig.defaults();
    var band = Optional.of(new Gathering(BatchConfig.defaults(), true));
    assertThat(gathering(usual, ProviderType.OPENAI)).isEqualTo(band);
    assertThat(gathering(usual, ProviderType.OPENAI, ProviderType.AZURE)).isEqualTo(band);
    assertThat(gathering(usual, ProviderType.OPENAI, ProviderType.VLLM)).isEmpty();
    assertThat(gathering(usual, ProviderType.COMPATIBLE)).isEmpty();
    assertThat(gathering(usual)).isEmpty();
  }

  @Test
  void none_are_where_the_route_says_so() {
    assertThat(gathering(ReuseConfig.none(), ProviderType.OPENAI)).isEmpty();
  }

  @Test
  void all_are_where_the_route_asks_for_it() {
    var reuse = new ReuseConfig(Optional.empty(), false, Optional.of(ASKED), true);
    assertThat(gathering(reuse, ProviderType.COMPATIBLE))
        .isEqualTo(Optional.of(new Gathering(ASKED, false)));
    assertThat(gathering(reuse, ProviderType.OPENAI))
        .isEqualTo(Optional.of(new Gathering(ASKED, false)));
  }
}
