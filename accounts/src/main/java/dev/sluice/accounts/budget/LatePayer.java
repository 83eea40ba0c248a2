package dev.sluice.accounts.budget;

import dev.sluice.call.Call;
import dev.sluice.call.Payer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// A payer that is found on its call's thread, since the loop on which the call is made may take no
/// lock. For one call.
final class LatePayer implements Payer {
  private final Supplier<Payer> find;
  private volatile Payer found = Payer.NOBODY;

  LatePayer(Supplier<Payer> find) {
    this.find = find;
  }

  @Override
  public Decision enter(Call call) {
    found = find.get();
    return found.enter(call);
  }

  @Override
  public Decision reserve(Call call, List<String> targets, int attempts) {
    return found.reserve(call, targets, attempts);
  }

  @Override
  public void lost(Call call, Loss loss) {
    found.lost(call, loss);
  }

  @Override
  public OptionalDouble left() {
    return found.left();
  }

  @Override
  public boolean strict() {
    return found.strict();
  }
}
