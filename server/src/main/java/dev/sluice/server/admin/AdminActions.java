package dev.sluice.server.admin;

import dev.sluice.server.config.AdminToken.Role;
import java.util.Optional;

/// The changes that operators with a token may make: each request has a body, and is done on the
/// pool. Safe for any thread.
public interface AdminActions {
  /// The actions of a server whose operators may change nothing.
  AdminActions NONE =
      new AdminActions() {
        @Override
        public Optional<Role> needed(String method, String path) {
          return Optional.empty();
        }

        @Override
        public Page run(AdminRequest request) {
          return Page.line(404, "nothing is there");
        }
      };

  /// The least role that a request needs; empty where the request changes nothing. Called on a
  /// loop.
  Optional<Role> needed(String method, String path);

  /// Does what the request asks for. May wait.
  Page run(AdminRequest request);
}
