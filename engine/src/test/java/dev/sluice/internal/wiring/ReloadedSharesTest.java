package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Gateway;
import dev.sluice.call.Call;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.internal.quota.Quotas;
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaShare;
import dev.sluice.share.SharedCircuits;
import dev.sluice.share.SharedHolds;
import dev.sluice.share.Sharing;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which shares of quotas are given back when a configuration takes over.
class ReloadedSharesTest {
  private final List<String> open = new ArrayList<>();

  private final class Share implements QuotaShare {
    private final String name;

    Share(QuotaAddress address) {
      name = address.provider() + "/" + address.model();
      open.add(name);
    }

    @Override
    public long nextOpen(Call call, double[] amounts, double keep, long now) {
      return now;
    }

    @Override
    public void take(double[] amounts, long now) {}

    @Override
    public void settle(Dimension dimension, double back, long now) {}

    @Override
    public void corrected(Dimension dimension, boolean lower) {}

    @Override
    public long nextOfDay(long used, long now) {
      return now;
    }

    @Override
    public long nextOfSlots(int limit, int taken, long now) {
      return now;
    }

    @Override
    public int processes() {
      return 1;
    }

    @Override
    public double contention() {
      return 1;
    }

    @Override
    public void close() {
      open.remove(name);
    }
  }

  private Gateway gateway(GatewayConfig config) {
    return Gateway.builder(config)
        .loops(1)
        .sharing(
            new Sharing(
                (address, _, _) -> new Share(address),
                (_, _, _, _) -> SharedHolds.Publisher.NOBODY,
                (_, _, _) -> SharedCircuits.Member.ALONE))
        .start();
  }

  private static GatewayConfig config(String key, String... targets) {
    List<TargetConfig> all = Arrays.stream(targets).map(ReloadedSharesTest::target).toList();
    List<ProviderConfig> providers =
        all.stream()
            .map(TargetConfig::provider)
            .distinct()
            .map(name -> provider(name, key))
            .toList();
    var route = new RouteConfig("r", List.of("*"), all, RoutePolicy.defaults());
    return new GatewayConfig(providers, List.of(route), false);
  }

  private static TargetConfig target(String name) {
    String[] parts = name.split("/", 2);
    return new TargetConfig(parts[0], Optional.of(parts[1]), 1, 0);
  }

  private static ProviderConfig provider(String name, String key) {
    return new ProviderConfig(
        name,
        ProviderType.COMPATIBLE,
        URI.create("http://127.0.0.1:1/" + name),
        List.of(new Secret(key + name)),
        true);
  }

  @Test
  void what_goes_on_stays_and_all_else_is_given_back() {
    try (Gateway gateway = gateway(config("one", "a/m", "a/n", "b/m"))) {
      assertThat(open).containsExactlyInAnyOrder("a/m", "a/n", "b/m");
      gateway.reload(config("one", "a/m", "a/n"));
      assertThat(open).containsExactlyInAnyOrder("a/m", "a/n");
      gateway.reload(config("two", "a/m"));
      assertThat(open).containsExactly("a/m");
    }
  }

  @Test
  void a_model_that_no_target_leads_to_gives_its_quota_back() {
    var sharing = new Quotas.Sharing((address, _, _) -> new Share(address), "a", 1, Runnable::run);
    var quotas = new Quotas(QuotaConfig.defaults(), ChargeRule.defaults(), Optional.of(sharing));
    quotas.configure(QuotaConfig.defaults(), Set.of("m", "n"), 0);
    assertThat(open).containsExactlyInAnyOrder("a/m", "a/n");
    quotas.configure(QuotaConfig.defaults(), Set.of("m"), 0);
    assertThat(open).containsExactly("a/m");
    quotas.close();
    assertThat(open).isEmpty();
  }
}
