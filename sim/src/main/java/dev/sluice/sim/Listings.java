package dev.sluice.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.stored.ResponsesApi;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.net.URLDecoder;
import java.util.List;
import java.util.Set;

/// Answers the requests that ask no model: those for lists of models, and those about responses and
/// conversations that are kept. Safe for any number of threads.
///
/// @param models their names, in the order in which they are listed
public record Listings(ResponsesApi stored, Set<String> models) {
  private static final String MODEL = "/models/";

  /// Answers a request: in OpenAI's form, which [Form#dress] gives its own.
  ///
  /// @param id for what is made
  /// @param headers of the answer; may be added to
  public HttpReply answer(Form form, ReceivedRequest request, String id, List<Header> headers) {
    String path = Paths.local(request.path());
    HttpReply kept =
        form == Form.OPENAI
            ? stored.answer(request, path, AcceptedKeys.of(request), id, headers)
            : null;
    return kept == null ? list(form, request, headers) : kept;
  }

  private HttpReply list(Form form, ReceivedRequest request, List<Header> headers) {
    String path = Paths.local(request.path());
    boolean one = path.startsWith(MODEL);
    if (!one && !path.equals("/models")) {
      return Paths.unknown(request).reply(headers);
    }
    if (!request.method().equals("GET")) {
      return Paths.wrongMethod(request).reply(headers);
    }
    String name = one ? URLDecoder.decode(path.substring(MODEL.length()), UTF_8) : "";
    if (one && !models.contains(name)) {
      return OpenAiError.noModel(name).reply(headers);
    }
    return HttpReply.json(headers, 0, one ? form.model(name) : form.models(request, models));
  }
}
