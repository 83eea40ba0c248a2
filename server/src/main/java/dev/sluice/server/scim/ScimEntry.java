package dev.sluice.server.scim;

import dev.sluice.accounts.Accounts;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.admin.DirectoryApi;
import dev.sluice.server.admin.Page;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.Keys;
import dev.sluice.server.config.ScimConfig;
import dev.sluice.server.scim.ScimProblem.Kind;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way in for directories, under the configuration that holds: nothing is there without
/// `admin.scim`. Safe for any thread.
public final class ScimEntry implements DirectoryApi {
  private final Optional<Accounts> accounts;
  private volatile @Nullable Open open;

  /// What is there under one configuration.
  private record Open(Keys tokens, ScimApi api) {}

  /// @param accounts the store that keeps people, where there is one
  public ScimEntry(Optional<Accounts> accounts) {
    this.accounts = accounts;
  }

  /// Goes by a configuration from the next request on.
  public void use(Optional<ScimConfig> config) {
    open = config.isPresent() && accounts.isPresent() ? open(config.get(), accounts.get()) : null;
  }

  private static Open open(ScimConfig config, Accounts accounts) {
    List<Secret> secrets = new ArrayList<>(List.of(config.token()));
    config.former().ifPresent(secrets::add);
    return new Open(
        new Keys(ClientKey.plain(secrets)),
        new ScimApi(new StoredUsers(accounts), new StoredGroups(accounts), config.url()));
  }

  @Override
  public boolean isAt(String uri) {
    return open != null
        && uri.startsWith(ScimApi.ROOT)
        && (uri.length() == ScimApi.ROOT.length()
            || "/?".indexOf(uri.charAt(ScimApi.ROOT.length())) >= 0);
  }

  @Override
  public Optional<Page> refuse(HttpHeaders headers) {
    Open now = open;
    return now != null && now.tokens().bearer(headers) != null
        ? Optional.empty()
        : Optional.of(
            ScimJson.problem(
                    401, Kind.NONE, "show the token of admin.scim as Authorization: Bearer TOKEN")
                .with("www-authenticate", "Bearer"));
  }

  @Override
  public Page run(Request request) {
    Open now = open;
    return now == null
        ? ScimJson.problem(404, Kind.NONE, "nothing is there")
        : now.api().run(request);
  }
}
