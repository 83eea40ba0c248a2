package dev.sluice.config.file;

import dev.sluice.config.policy.RoutePolicy.Affinity;
import dev.sluice.config.policy.RoutePolicy.Balance;
import dev.sluice.config.policy.RoutePolicy.Choice;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.util.Map;

/// The reader of `balance`, `affinity` and `keys` of a route.
final class ChoiceReader {
  private static final Type<Balance> BALANCE = Types.oneOf(Balance.class);
  private static final Type<Affinity> AFFINITY = Types.oneOf(Affinity.class);
  private static final Type<Boolean> KEYS =
      Types.oneOf(Map.entry("in_order", false), Map.entry("spread", true));

  private ChoiceReader() {}

  /// Reads the choice of a target. Keys that `in` leaves out are as in `otherwise`.
  static Choice read(Section in, Choice otherwise) {
    return new Choice(
        in.get("balance", BALANCE, otherwise.balance()),
        in.get("affinity", AFFINITY, otherwise.affinity()),
        in.get("keys", KEYS, otherwise.spreadKeys()));
  }
}
