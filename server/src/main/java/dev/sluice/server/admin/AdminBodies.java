package dev.sluice.server.admin;

import dev.sluice.server.admin.AdminAccess.Refusal;
import dev.sluice.server.admin.AdminPages.StorePage;
import dev.sluice.server.admin.People.LoginPage;
import dev.sluice.server.config.AdminToken.Role;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The bodies of requests that may be done, with what is done once each is whole. Confined to its
/// loop.
///
/// @param writes what may be changed
/// @param access who changes it
/// @param from the address that they come from
/// @param kept makes a cookie one that is sent over TLS alone, where it came so
record AdminBodies(
    AdminWrites writes, AdminAccess access, String from, UnaryOperator<String> kept) {
  private static final int SENT_ON = 302;

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
    return new AdminBody(request, text -> people.page(request, text, from));
  }

  /// The page of a part of a login by a browser. Whoever has logged in as a person is no token any
  /// more: what they see and what they change would be two askers'.
  Optional<LoginPage> loginPage(HttpRequest request) {
    People people = access.people();
    Optional<LoginPage> page = people.page(request, "", from);
    return people.isAnswer(AdminRequest.path(request))
        ? page.map(answer -> () -> asPerson(answer.get(), request.headers()))
        : page;
  }

  private Page asPerson(Page made, HttpHeaders headers) {
    return made.status() == SENT_ON ? made.cookie(kept.apply(access.logOut(headers))) : made;
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

  /// The page that opens the session of a token for a person, whose own one ends; empty where a
  /// request has none. A token is good while the store is away, too.
  ///
  /// @param opened the cookie of the token's session
  Optional<LoginPage> logIn(HttpHeaders headers, String opened) {
    return access
        .people()
        .logOut(headers, from)
        .map(
            page ->
                () -> {
                  Page in = Page.line(200, "in").cookie(opened);
                  for (String ended : page.get().cookies()) {
                    in = in.cookie(ended);
                  }
                  return in;
                });
  }

  /// The page that ends a person's session; empty where a request has none.
  ///
  /// @param ended the cookie that ends the session of a token
  Optional<LoginPage> logOut(HttpHeaders headers, String ended) {
    return access.people().logOut(headers, from).map(page -> () -> page.get().cookie(ended));
  }
}
