package dev.sluice.server.admin;

import dev.sluice.server.admin.AdminAccess.Refusal;
import dev.sluice.server.admin.AdminPages.StorePage;
import dev.sluice.server.admin.People.LoginPage;
import dev.sluice.server.config.AdminToken.Role;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

  /// The address at the other end of a connection; empty where it has none.
  static String from(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress from
        ? from.getAddress().getHostAddress()
        : "";
  }

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

  /// The page of a part of a login by a browser. A login as a person ends the session of a token,
  /// since what the browser sees and what it changes would be two askers'.
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

  /// The page of the login by a token, or of a logout; empty where a request is neither.
  ///
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  Optional<Supplier<Page>> posted(HttpRequest request, long now) {
    return switch (request.uri()) {
      case "/admin/login" -> Optional.of(logIn(request.headers(), now));
      case "/admin/logout" -> Optional.of(logOut(request.headers()));
      default -> Optional.empty();
    };
  }

  /// Opens the session of a token, and ends that of a person. A token is good while the store is
  /// away, too.
  private Supplier<Page> logIn(HttpHeaders headers, long now) {
    Optional<String> session = access.logIn(headers, now).map(kept);
    if (session.isEmpty()) {
      return () -> Page.line(401, AdminAccess.refuseLogIn(headers));
    }
    Page in = Page.line(200, "in").cookie(session.get());
    Optional<LoginPage> ended = access.people().logOut(headers, from);
    return ended.isEmpty() ? () -> in : (LoginPage) () -> with(in, ended.get().get().cookies());
  }

  private static Page with(Page page, List<String> cookies) {
    Page with = page;
    for (String cookie : cookies) {
      with = with.cookie(cookie);
    }
    return with;
  }

  private Supplier<Page> logOut(HttpHeaders headers) {
    String ended = kept.apply(access.logOut(headers));
    Optional<LoginPage> person = access.people().logOut(headers, from);
    return person.isEmpty()
        ? () -> Page.line(200, "out").cookie(ended)
        : (LoginPage) () -> person.get().get().cookie(ended);
  }
}
