package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.accounts.ChangeRefused;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.server.admin.Page;

/// Why a request about accounts is not answered: `{"error": {"code", "message"}}`.
public final class ApiProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  public ApiProblem(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public static ApiProblem invalid(String message) {
    return new ApiProblem(400, "invalid_value", message);
  }

  /// The problem of a request for what is not there.
  static ApiProblem missing(String message) {
    return new ApiProblem(404, "not_found", message);
  }

  static ApiProblem of(ChangeRefused why) {
    String message = String.valueOf(why.getMessage());
    return switch (why.reason()) {
      case INVALID -> invalid(message);
      case NOT_FOUND -> missing(message);
      case EXISTS -> new ApiProblem(409, "exists", message);
      case STALE -> new ApiProblem(412, "stale", message);
    };
  }

  static ApiProblem of(StoreException why) {
    String message = String.valueOf(why.getMessage());
    return switch (why.problem()) {
      case INVALID -> invalid(message);
      case SLOW -> new ApiProblem(504, "question_too_slow", message);
      default -> new ApiProblem(503, "store_unavailable", message);
    };
  }

  Page page() {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("error").put("code", code).put("message", getMessage());
    return Pages.of(status, tree);
  }
}
