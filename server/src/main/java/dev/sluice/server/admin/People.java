package dev.sluice.server.admin;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.function.Supplier;

/// The people who log in at the admin listener: who asks, and the pages of logins. Safe for any
/// thread, loops too; the pages that it makes may wait.
public interface People {
  /// Those of a listener at which nobody logs in.
  People NONE =
      new People() {
        @Override
        public Optional<Asker> asker(HttpHeaders headers) {
          return Optional.empty();
        }

        @Override
        public void used(HttpHeaders headers) {
          // There is no session.
        }

        @Override
        public boolean isMeant(HttpHeaders headers) {
          return false;
        }

        @Override
        public boolean isOpen(String method, String path) {
          return false;
        }

        @Override
        public boolean isAnswer(String path) {
          return false;
        }

        @Override
        public Optional<LoginPage> page(HttpRequest request, String body, String from) {
          return Optional.empty();
        }

        @Override
        public Optional<LoginPage> logOut(HttpHeaders headers, String from) {
          return Optional.empty();
        }
      };

  /// A page of a login, which waits for the provider and the store, on a thread of its own.
  @FunctionalInterface
  interface LoginPage extends Supplier<Page> {}

  /// The person whose session a request shows.
  Optional<Asker> asker(HttpHeaders headers);

  /// Notes that somebody has used the session that a request shows, if there is one.
  void used(HttpHeaders headers);

  /// Whether a request with a session was sent by this listener's own page, or by a program: no
  /// other site's page can send such a one.
  boolean isMeant(HttpHeaders headers);

  /// Whether a request is part of a login, for which nothing is to be shown.
  boolean isOpen(String method, String path);

  /// Whether a path is where the provider's answer comes, which opens a session.
  boolean isAnswer(String path);

  /// The page of a login that a request asks for.
  ///
  /// @param body empty for none
  /// @param from the address that it comes from
  Optional<LoginPage> page(HttpRequest request, String body, String from);

  /// The page that ends the session of a request; empty where it has none.
  ///
  /// @param from the address that it comes from
  Optional<LoginPage> logOut(HttpHeaders headers, String from);
}
