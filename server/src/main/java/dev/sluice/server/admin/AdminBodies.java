package dev.sluice.server.admin;

import dev.sluice.server.admin.AdminPages.StorePage;
import dev.sluice.server.admin.People.LoginPage;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Optional;

/// The bodies of requests that may be done, with what is done once each is whole. Confined to its
/// loop.
///
/// @param writes what may be changed
/// @param access who changes it
record AdminBodies(AdminWrites writes, AdminAccess access) {

  /// The body of a change by an operator.
  AdminBody action(HttpRequest request) {
    String actor = access.actor(request.headers());
    return new AdminBody(
        request,
        text -> Optional.of(() -> writes.actions().run(AdminRequest.of(request, actor, text))));
  }

  /// The body of a part of a login.
  AdminBody login(HttpRequest request) {
    People people = access.people();
    return new AdminBody(request, text -> people.page(request, text));
  }

  /// The body of a change that somebody makes of their own.
  AdminBody own(HttpRequest request, Asker asker) {
    return new AdminBody(request, text -> Optional.of(() -> own(request, asker, text)));
  }

  /// The page of what somebody has of their own.
  StorePage ownPage(HttpRequest request, Asker asker) {
    return () -> own(request, asker, "");
  }

  private Page own(HttpRequest request, Asker asker, String text) {
    return writes
        .self()
        .answer(
            asker,
            AdminRequest.of(request, asker.name(), text),
            new QueryStringDecoder(request.uri()).parameters());
  }

  /// The page that ends a person's session; empty where a request has none.
  ///
  /// @param ended the cookie that ends the session of a token
  Optional<LoginPage> logOut(HttpHeaders headers, String ended) {
    return access.people().logOut(headers).map(page -> () -> page.get().cookie(ended));
  }
}
