package dev.sluice.server.people;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ChangeRefused;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.admin.Asker;
import dev.sluice.server.admin.Page;
import dev.sluice.server.admin.People;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.jwt.ProviderTokens.BadToken;
import dev.sluice.server.jwt.TokenListener;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;

/// The people who log in at an identity provider, and the pages of their logins:
///
/// | request                           | does                                                   |
/// |-----------------------------------|--------------------------------------------------------|
/// | `GET /admin/login/ways`           | says that people log in here                           |
/// | `GET /admin/login/start?to=/#keys`| sends a browser to the provider                        |
/// | `GET /admin/login/callback`       | takes the provider's answer, and opens a session       |
/// | `POST /admin/login/device`        | begins the login of a terminal                         |
/// | `POST /admin/login/device/poll`   | opens its session once it is allowed                   |
/// | `POST /admin/login/backchannel`   | ends sessions of which the provider tells              |
///
/// Safe for any thread.
public final class PeopleLogin implements People {
  private static final String WAYS = "/admin/login/ways";
  private static final String START = "/admin/login/start";
  private static final String CALLBACK = "/admin/login/callback";
  private static final String DEVICE = "/admin/login/device";
  private static final String POLL = DEVICE + "/poll";
  private static final String BACKCHANNEL = "/admin/login/backchannel";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// How many logins may wait for the provider at the same time, and of one address.
  private static final int MOST = 32;

  private static final int MOST_OF_ONE = 8;

  private final OidcConfig config;
  private final Accounts accounts;
  private final PeopleAccess access;
  private final SessionUse use;
  private final Cookies cookies;
  private final BrowserLogin browsers;
  private final TerminalLogin terminals;
  private final IdentityProvider provider;
  private final LoginRateLimiter pace;
  private final UsedAnswers told = new UsedAnswers();

  // Logins keep nobody from ending a session.
  private final LoginPlaces logins = new LoginPlaces(MOST, MOST_OF_ONE);
  private final LoginPlaces ends = new LoginPlaces(MOST, MOST_OF_ONE);
  private final LoginPlaces tellers = new LoginPlaces(MOST, MOST_OF_ONE);

  private PeopleLogin(OidcConfig config, Accounts accounts, Clock clock, TokenListener tokens) {
    this.config = config;
    this.accounts = accounts;
    this.cookies = new Cookies(config.isSecure());
    this.provider = new IdentityProvider(config.provider(), clock);
    var rights = new GroupRights(config);
    this.access = new PeopleAccess(config, accounts.sessions(), rights, cookies);
    this.use = new SessionUse(SessionLife.of(config), accounts.people().logins(), clock);
    var sessions = new SessionOpener(config, accounts, rights, clock, tokens);
    this.browsers = new BrowserLogin(config, provider, sessions, cookies, clock);
    this.terminals = new TerminalLogin(provider, sessions);
    this.pace = new LoginRateLimiter(clock);
  }

  /// Makes the people of a configuration: those that are in use where it says the same.
  ///
  /// @param current those that are in use
  /// @param tokens notified of what is amiss with tokens of people
  public static People of(
      Optional<OidcConfig> config,
      Optional<Accounts> accounts,
      People current,
      Clock clock,
      TokenListener tokens) {
    if (config.isEmpty() || accounts.isEmpty()) {
      return People.NONE;
    }
    if (current instanceof PeopleLogin same && same.config.equals(config.get())) {
      return current;
    }
    accounts.get().sessions().begin();
    return new PeopleLogin(config.get(), accounts.get(), clock, tokens);
  }

  @Override
  public Optional<Asker> asker(HttpHeaders headers) {
    return access.asker(headers);
  }

  @Override
  public void used(HttpHeaders headers) {
    access.known(headers).ifPresent(known -> use.note(known.session()));
  }

  @Override
  public boolean isMeant(HttpHeaders headers) {
    return access.isMeant(headers);
  }

  @Override
  public boolean isOpen(String method, String path) {
    return switch (path) {
      case WAYS, START, CALLBACK -> method.equals("GET");
      case BACKCHANNEL -> method.equals("POST");
      case DEVICE, POLL -> method.equals("POST") && config.device();
      default -> false;
    };
  }

  @Override
  public boolean isAnswer(String path) {
    return path.equals(CALLBACK);
  }

  @Override
  public Optional<LoginPage> page(HttpRequest request, String body, String from) {
    var target = new QueryStringDecoder(request.uri());
    String path = target.rawPath();
    if (!isOpen(request.method().name(), path)) {
      return Optional.empty();
    }
    HttpHeaders headers = request.headers();
    return switch (path) {
      case WAYS ->
          Optional.of(() -> Page.json("{\"people\":true,\"device\":" + config.device() + "}\n"));
      case START -> shown(from, () -> browsers.start(target.parameters()));
      case CALLBACK ->
          shown(from, () -> pace.answer(from, () -> browsers.end(target.parameters(), headers)));
      case DEVICE -> page(logins, from, () -> pace.begin(from, () -> terminals.begin(headers)));
      case POLL ->
          page(logins, from, () -> pace.poll(from, () -> terminals.poll(headers, json(body))));
      default -> page(tellers, from, () -> told(body));
    };
  }

  private static JsonNode json(String body) throws LoginFailed {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new LoginFailed(400, "the body is not JSON");
    }
  }

  /// Ends the sessions of which the provider tells.
  private Page told(String body)
      throws LoginFailed, BadToken, StoreException, InterruptedException {
    List<String> tokens =
        new QueryStringDecoder(body, false).parameters().getOrDefault("logout_token", List.of());
    if (tokens.size() != 1) {
      throw new LoginFailed(400, "the body must be a form with one logout_token");
    }
    LogoutTokens ended = LogoutTokens.read(tokens.getFirst(), provider.metadata().tokens());
    if (told.has(ended.jti())) {
      throw new BadToken("was told before");
    }
    int sessions =
        accounts.people().logins().logOut(config.provider().issuer(), ended.sub(), ended.sid());
    boolean _ = told.use(ended.jti());
    return Page.line(200, "sessions ended: " + sessions).with("cache-control", "no-store");
  }

  @Override
  public Optional<LoginPage> logOut(HttpHeaders headers, String from) {
    return Cookies.of(headers, cookies.session())
        .flatMap(
            secret ->
                page(
                    ends,
                    from,
                    () -> {
                      boolean _ = accounts.people().logins().logOut(PeopleAccess.digest(secret));
                      return Page.line(200, "out").cookie(cookies.remove(cookies.session()));
                    }));
  }

  /// A part of a login, which may fail.
  @FunctionalInterface
  interface Step {
    Page take() throws LoginFailed, BadToken, StoreException, InterruptedException;
  }

  /// How a failure is told.
  @FunctionalInterface
  private interface Told {
    Page page(int status, String why);
  }

  /// A page to which a browser has gone, so that somebody reads what it says.
  private Optional<LoginPage> shown(String from, Step step) {
    return Optional.of(() -> taken(logins, from, step, RefusedLogin::of));
  }

  private static Optional<LoginPage> page(LoginPlaces places, String from, Step step) {
    return Optional.of(() -> taken(places, from, step, Page::line));
  }

  private static Page taken(LoginPlaces places, String from, Step step, Told told) {
    if (!places.take(from)) {
      String why = "too many logins wait, or too many of your address: try again";
      return failed(told.page(503, why));
    }
    try {
      return step.take();
    } catch (LoginFailed why) {
      return failed(told.page(why.status(), String.valueOf(why.getMessage())));
    } catch (BadToken why) {
      String problem = "the token of the identity provider " + why.getMessage();
      return failed(told.page(400, problem));
    } catch (StoreException away) {
      String why =
          "nobody can log in while the store is away: " + away.getMessage() + "; show admin.token";
      return failed(told.page(503, why));
    } catch (ChangeRefused why) {
      return failed(told.page(403, String.valueOf(why.getMessage())));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return failed(told.page(503, "this server is stopping"));
    } finally {
      places.leave(from);
    }
  }

  private static Page failed(Page page) {
    return page.with("cache-control", "no-store").with("x-content-type-options", "nosniff");
  }
}
