package dev.sluice.config.file;

import dev.sluice.config.policy.RoutePolicy.Affinity;
import dev.sluice.config.policy.RoutePolicy.Balance;
import dev.sluice.config.policy.RoutePolicy.Choice;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/// The reader of `balance`, `affinity` and `keys` of a route.
final class ChoiceReader {
  private static final Type<Balance> BALANCE = Types.oneOf(balances());
  private static final Type<Affinity> AFFINITY = Types.oneOf(affinities());
  private static final Type<Boolean> KEYS = Types.oneOf(spreads());

  private ChoiceReader() {}

  /// Reads the choice of a target. Keys that `in` leaves out are as in `otherwise`.
  static Choice read(Section in, Choice otherwise) {
    return new Choice(
        in.get("balance", BALANCE, otherwise.balance()),
        in.get("affinity", AFFINITY, otherwise.affinity()),
        in.get("keys", KEYS, otherwise.spreadKeys()));
  }

  private static Map<String, Balance> balances() {
    Map<String, Balance> balances = new LinkedHashMap<>();
    balances.put("weighted", Balance.WEIGHTED);
    balances.put("least_busy", Balance.LEAST_BUSY);
    return balances;
  }

  private static Map<String, Affinity> affinities() {
    Map<String, Affinity> affinities = new LinkedHashMap<>();
    affinities.put("off", Affinity.OFF);
    affinities.put("key", Affinity.KEY);
    affinities.put("user", Affinity.USER);
    affinities.put("prefix", Affinity.PREFIX);
    return affinities;
  }

  private static Map<String, Boolean> spreads() {
    Map<String, Boolean> spreads = new LinkedHashMap<>();
    spreads.put("in_order", false);
    spreads.put("spread", true);
    return spreads;
  }
}
