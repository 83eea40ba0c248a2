package dev.sluice.server.admin;

import dev.sluice.api.Json;
import dev.sluice.server.reload.ReloadResult;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The changes that an operator may make over the admin listener. Safe for any thread.
///
/// @param reload reads the configuration again; `true` for a trial
/// @param actions what is changed by operators alone
/// @param self what whoever asks may change for themselves
/// @param directory what directories change
public record AdminWrites(
    Function<Boolean, ReloadResult> reload,
    AdminActions actions,
    SelfService self,
    DirectoryApi directory) {
  /// The header that a write must have where no token is asked: a page of another site cannot send
  /// it without the browser asking first, and that question is refused.
  static final String HEADER = "x-sluice-admin";

  static final String RELOAD = "/admin/v1/reload";
  private static final String JSON = "application/json";

  /// Makes the writes of a server that can be reloaded and nothing else.
  public AdminWrites(Function<Boolean, ReloadResult> reload) {
    this(reload, AdminActions.NONE, SelfService.NONE, DirectoryApi.NONE);
  }

  /// Whether a request without a token comes from a program, not from a page of another site.
  static boolean meant(HttpHeaders headers) {
    return headers.getAll(HEADER).equals(List.of("1"));
  }

  /// Whether `uri` is that of a reload.
  static boolean isAt(String uri) {
    return new QueryStringDecoder(uri).rawPath().equals(RELOAD);
  }

  /// Finds what a POST to `uri` does, or a page that says so where it cannot be done.
  Optional<Supplier<Page>> at(String uri) {
    var decoder = new QueryStringDecoder(uri);
    if (!isAt(uri)) {
      return Optional.empty();
    }
    List<String> dry = decoder.parameters().getOrDefault("dry", List.of("false"));
    boolean known = dry.equals(List.of("true")) || dry.equals(List.of("false"));
    return Optional.of(
        known && decoder.parameters().size() <= 1
            ? () -> page(reload.apply(dry.equals(List.of("true"))))
            : () -> page(400, "{\"error\":\"the only parameter is dry=true or dry=false\"}"));
  }

  private static Page page(ReloadResult result) {
    return page(result.ok() ? 200 : 422, json(result));
  }

  private static Page page(int status, String json) {
    return new Page(status, JSON, json + "\n");
  }

  private static String json(ReloadResult result) {
    return "{\"ok\":%s,\"dry\":%s,\"changed\":%s,\"revision\":%d,\"problems\":%s,\"notes\":%s}"
        .formatted(
            result.ok(),
            result.dry(),
            result.changed(),
            result.revision(),
            list(result.problems()),
            list(result.notes()));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(Json::string).collect(Collectors.joining(",", "[", "]"));
  }
}
