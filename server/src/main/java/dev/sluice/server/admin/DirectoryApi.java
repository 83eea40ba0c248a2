package dev.sluice.server.admin;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What directories write people and groups to: paths of the admin listener with a token of their
/// own, beside those of operators, whose tokens and sessions are good for nothing there. Safe for
/// any thread.
public interface DirectoryApi {
  /// That of a server to which no directory writes.
  DirectoryApi NONE =
      new DirectoryApi() {
        @Override
        public boolean isAt(String uri) {
          return false;
        }

        @Override
        public Optional<Page> refuse(HttpHeaders headers) {
          return Optional.of(Page.line(404, "nothing is there"));
        }

        @Override
        public Page run(Request request) {
          return Page.line(404, "nothing is there");
        }
      };

  /// The largest body of a request, in bytes.
  int LARGEST_BODY = 1 << 20;

  /// A request of a directory.
  ///
  /// @param method such as `PATCH`
  /// @param path without its query, decoded
  /// @param query the parameters
  /// @param from the address that it was sent to, such as `https://gateway:8680`; empty where its
  ///   `Host` is none
  /// @param ifMatch the value of `If-Match`; empty for none
  /// @param ifNoneMatch the value of `If-None-Match`; empty for none
  /// @param body its body; empty for none
  record Request(
      String method,
      String path,
      Map<String, List<String>> query,
      String from,
      String ifMatch,
      String ifNoneMatch,
      String body) {}

  /// Whether `uri` is one of its paths. Called on a loop.
  boolean isAt(String uri);

  /// Says why a request with these headers is refused; empty if it may be answered. Called on a
  /// loop.
  Optional<Page> refuse(HttpHeaders headers);

  /// Answers a request. May wait.
  Page run(Request request);
}
