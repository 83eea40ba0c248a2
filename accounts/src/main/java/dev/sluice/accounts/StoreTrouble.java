package dev.sluice.accounts;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The problem that keeps accounts from their store. Listeners are told when it begins, when the
/// store turns out to be gone, and when it ends. [#now] and [#onChange] are for any thread, the
/// rest for one at a time.
final class StoreTrouble {
  private final List<Consumer<Optional<String>>> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<String> now = Optional.empty();

  /// The problem that listeners were told last.
  private volatile Optional<Problem> told = Optional.empty();

  Optional<String> now() {
    return now;
  }

  /// Calls `listener` from now on, and at once where there is trouble.
  void onChange(Consumer<Optional<String>> listener) {
    listeners.add(listener);
    Optional<String> why = now;
    if (why.isPresent()) {
      listener.accept(why);
    }
  }

  void tell(StoreException why) {
    boolean turned = why.problem() == Problem.GONE && !told.equals(Optional.of(Problem.GONE));
    boolean news = told.isEmpty() || turned;
    set(Optional.of(String.valueOf(why.getMessage())), Optional.of(why.problem()), news);
  }

  void end() {
    set(Optional.empty(), Optional.empty(), told.isPresent());
  }

  private void set(Optional<String> words, Optional<Problem> problem, boolean news) {
    now = words;
    told = problem;
    if (news) {
      listeners.forEach(listener -> listener.accept(words));
    }
  }
}
