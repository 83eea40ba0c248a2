package dev.sluice.server.people;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.admin.Page;
import dev.sluice.server.jwt.AddressRateLimiter;
import dev.sluice.server.jwt.ProviderTokens.BadToken;
import dev.sluice.server.people.PeopleLogin.Step;
import java.time.Duration;

/// Limits the rate at which one network may bring the gateway to ask the provider with its own
/// secret. A client can make up answers, cookies and codes, and only the provider can tell. Safe
/// for any thread.
///
/// | of one network          | at once | and one more each |
/// |-------------------------|---------|-------------------|
/// | answers that are refused| 60      | 2 s               |
/// | logins of terminals     | 30      | 2 s               |
/// | polls of terminals      | 120     | 0.5 s             |
final class LoginRateLimiter {
  private static final int ANSWERS = 60;
  private static final int TERMINALS = 30;
  private static final int POLLS = 120;
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  private final AddressRateLimiter answers;
  private final AddressRateLimiter terminals;
  private final AddressRateLimiter polls;

  LoginRateLimiter(Clock clock) {
    this.answers = new AddressRateLimiter(clock, ANSWERS, INTERVAL);
    this.terminals = new AddressRateLimiter(clock, TERMINALS, INTERVAL);
    this.polls = new AddressRateLimiter(clock, POLLS, POLL_INTERVAL);
  }

  /// Takes the answer to a browser's login. One that opens a session costs nothing.
  Page answer(String from, Step step)
      throws LoginFailed, BadToken, StoreException, InterruptedException {
    if (!answers.take(from)) {
      return tooMany();
    }
    Page page = step.take();
    answers.giveBack(from);
    return page;
  }

  /// Begins the login of a terminal.
  Page begin(String from, Step step)
      throws LoginFailed, BadToken, StoreException, InterruptedException {
    return terminals.take(from) ? step.take() : tooMany();
  }

  /// Takes a terminal's question. One too many is told to slow down, as the provider would tell it,
  /// so that the terminal goes on.
  Page poll(String from, Step step)
      throws LoginFailed, BadToken, StoreException, InterruptedException {
    return polls.take(from) ? step.take() : TerminalLogin.slower();
  }

  private static Page tooMany() {
    return Page.line(429, "too many logins of your address: try again later")
        .with("retry-after", String.valueOf(INTERVAL.toSeconds()))
        .with("cache-control", "no-store")
        .with("x-content-type-options", "nosniff");
  }
}
