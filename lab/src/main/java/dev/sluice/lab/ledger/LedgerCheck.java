package dev.sluice.lab.ledger;

import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.ledger.SpentCall;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the ledger says beside what the provider has billed.
///
/// @param billed calls that the provider has billed
/// @param lost calls whose end a kill has hidden, which are charged their estimate
/// @param missing calls that were billed, and that the ledger does not have
/// @param twice calls that it has more than once
/// @param wrong calls that it has with other tokens, although their end was not hidden
/// @param unseen calls whose whole answer a client has, and whose end was hidden nevertheless
/// @param apart by how many nano-dollars the sums differ from the calls one by one
record LedgerCheck(
    long billed, long lost, long missing, long twice, long wrong, long unseen, long apart) {
  private static final String LOST = "lost";
  private static final int PAGE = 10_000;

  /// Reads the store of a gateway that has ended.
  ///
  /// @param keys the ids of all keys that have called
  static LedgerCheck of(
      StoreConfig config, List<String> keys, Map<String, Integer> billed, Set<String> answered)
      throws StoreException, InterruptedException {
    try (Store store = Store.open(config, true)) {
      var spend = new Spend(store::read);
      Map<String, SpentCall> calls = new HashMap<>();
      long twice = 0;
      long nanos = 0;
      for (String key : keys) {
        for (SpentCall call : calls(spend, key)) {
          twice += calls.put(call.call(), call) == null ? 0 : 1;
          nanos += call.nanos();
        }
      }
      var query = new Spend.Query(List.of(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31));
      long sum = spend.sums(query).rows().getFirst().sums().nanos();
      return of(calls, billed, answered, twice, sum - nanos);
    }
  }

  /// Says how far the ledger is from what was billed.
  String faults() {
    return "missing %d, twice %d, other tokens %d, estimated %d, sums less calls %d"
        .formatted(missing, twice, wrong, lost, apart);
  }

  private static List<SpentCall> calls(Spend spend, String key)
      throws StoreException, InterruptedException {
    var calls = new ArrayList<SpentCall>();
    Optional<String> next = Optional.empty();
    do {
      Spend.Calls page = spend.recent(key, next, PAGE);
      calls.addAll(page.calls());
      next = page.next();
    } while (next.isPresent());
    return calls;
  }

  private static LedgerCheck of(
      Map<String, SpentCall> calls,
      Map<String, Integer> billed,
      Set<String> answered,
      long twice,
      long apart) {
    long lost = calls.values().stream().filter(LedgerCheck::isLost).count();
    long missing = billed.keySet().stream().filter(name -> !calls.containsKey(name)).count();
    long wrong = billed.entrySet().stream().filter(bill -> isWrong(bill, calls)).count();
    long unseen =
        answered.stream().map(calls::get).filter(call -> call != null && isLost(call)).count();
    return new LedgerCheck(billed.size(), lost, missing, twice, wrong, unseen, apart);
  }

  private static boolean isLost(SpentCall call) {
    return call.reason().equals(LOST);
  }

  private static boolean isWrong(Map.Entry<String, Integer> bill, Map<String, SpentCall> calls) {
    SpentCall call = calls.get(bill.getKey());
    return call != null && !isLost(call) && call.meters().output() != bill.getValue();
  }

  /// Returns whether the ledger is as it must be: a kill hides the end of the calls under way
  /// alone.
  boolean holds(long underWay) {
    return billed > 0 && missing == 0 && twice == 0 && wrong == 0 && apart == 0 && lost <= underWay;
  }
}
