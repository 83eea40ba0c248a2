package dev.sluice.internal.wiring;

import dev.sluice.call.Failed;
import dev.sluice.call.Notice;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The providers that did not list their models when they were asked last, and why. A failure is
/// told once, and again only when its reason changes. Safe for any thread.
final class ListingHealth {
  private final Map<String, Failed> failing = new ConcurrentHashMap<>();
  private final Consumer<Notice> notices;
  private volatile boolean closed;

  /// @param notices told of the first failure, and of its end
  public ListingHealth(Consumer<Notice> notices) {
    this.notices = notices;
  }

  /// Returns the providers of the next generation that did not list their models.
  ///
  /// @param goesOn whether a provider is still the same one
  ListingHealth next(Predicate<String> goesOn) {
    var next = new ListingHealth(notices);
    failing.forEach(
        (provider, why) -> {
          if (goesOn.test(provider)) {
            next.failing.put(provider, why);
          }
        });
    return next;
  }

  /// Makes a fetch that is still under way change nothing any more, and tell nothing.
  void close() {
    closed = true;
  }

  /// Notes that the provider has listed its models.
  void listed(String provider) {
    if (!closed && failing.remove(provider) != null) {
      notices.accept(new Notice.Models(provider, Optional.empty()));
    }
  }

  /// Notes that the provider has not listed its models.
  void failed(String provider, Failed why) {
    if (closed) {
      return;
    }
    Failed before = failing.put(provider, why);
    if (before == null || !same(before, why)) {
      notices.accept(new Notice.Models(provider, Optional.of(why)));
    }
  }

  /// Whether the provider did not list its models when it was asked last.
  boolean isFailing(String provider) {
    return failing.containsKey(provider);
  }

  /// Returns why the models of a provider are not known, in words that may go to a client.
  Optional<Failed> why(String provider) {
    return Optional.ofNullable(failing.get(provider)).flatMap(why -> hides(provider, why));
  }

  /// Returns the failure if it hides models. A provider that answers anything else has no list,
  /// which hides nothing.
  private static Optional<Failed> hides(String provider, Failed why) {
    return switch (why) {
      case Failed.CredentialRefused _,
          Failed.Exhausted _,
          Failed.Throttled _,
          Failed.Overloaded _ ->
          Optional.of(why.inOurWords());
      case Failed.Unreachable(Failed.Obstacle obstacle, String detail) ->
          Optional.of(new Failed.Unreachable(obstacle, unlisted(provider) + detail));
      case Failed.TimedOut _ -> Optional.of(why);
      default -> Optional.empty();
    };
  }

  private static String unlisted(String provider) {
    return "no known model has this name, and the provider `" + provider + "` cannot be asked: ";
  }

  private static boolean same(Failed before, Failed why) {
    return (before instanceof Failed.Refused a && why instanceof Failed.Refused b)
        ? a.status() == b.status()
        : before.inOurWords().equals(why.inOurWords());
  }
}
