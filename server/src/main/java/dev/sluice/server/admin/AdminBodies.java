package dev.sluice.server.admin;

import dev.sluice.server.admin.AdminAccess.Refusal;
import dev.sluice.server.admin.AdminPages.StorePage;
import dev.sluice.server.admin.People.LoginPage;
import dev.sluice.server.config.AdminToken.Role;
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

  /// The body of a change by an operator, who is judged again when it is whole: a session may have
  /// ended, or a role may have gone, while it arrived.
  AdminBody action(HttpRequest request, Role needed) {
    return new AdminBody(request, text -> Optional.of(() -> act(request, needed, text)));
  }

  private Page act(HttpRequest request, Role needed, String text) {
    HttpHeaders headers = request.headers();
    return access
        .refuseAction(headers, needed)
        .map(Refusal::page)
        .orElseGet(
            () -> writes.actions().run(AdminRequest.of(request, access.actor(headers), text)));
  }

  /// The body of a part of a login.
  AdminBody login(HttpRequest request) {
    People people = access.people();
    return new AdminBody(request, text -> people.page(request, text));
  }

  /// The body of a change that somebody makes of their own. As for [#action] the person is judged
  /// again.
  AdminBody own(HttpRequest request) {
    return new AdminBody(request, text -> Optional.of(() -> changeOwn(request, text)));
  }

  private Page changeOwn(HttpRequest request, String text) {
    return access
        .refuseOwn(request.headers())
        .map(Refusal::page)
        .orElseGet(
            () -> own(request, access.person(request.headers()).orElse(Asker.ANYBODY), text));
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
