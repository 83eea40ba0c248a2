package dev.sluice.api;

import dev.sluice.call.request.Operation;
import java.util.List;

/// The endpoint that a path leads to; see [Endpoints].
public sealed interface Endpoint {

  /// A call to a model, by `POST`.
  ///
  /// @param model as the path names it; empty where the body does
  /// @param stream whether the path asks for a stream
  record Calling(Operation operation, String model, boolean stream) implements Endpoint {
    /// Makes an endpoint whose requests say model and stream in the body.
    public Calling(Operation operation) {
      this(operation, "", false);
    }
  }

  /// The list of models, by `GET`.
  record Models() implements Endpoint {}

  /// One model, by `GET`; its name may have slashes in it.
  record Model(String id) implements Endpoint {
    /// Whether its name ends in what may be a verb of Gemini's dialect, which nobody knows: a
    /// `POST` to it is no question for a model.
    public boolean mayHaveVerb() {
      return id.indexOf(':') >= 0;
    }
  }

  /// A request about a response that its provider holds.
  ///
  /// @param id the response's name
  /// @param path what stands behind it, with a slash in front; or empty
  /// @param query as it was sent, without its question mark; or empty
  record Stored(String id, String path, String query) implements Endpoint {}

  /// A request that is passed through to a path of a provider's own.
  ///
  /// @param name what the pass-through is called
  /// @param path the provider's path as it was sent, from its first slash; empty with a fault
  /// @param plain the same, decoded
  /// @param query the query without its question mark and without credentials; or empty
  /// @param fault what is wrong with the path or the query, to be read after the request; or empty
  record PassThrough(String name, String path, String plain, String query, String fault)
      implements Endpoint {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /// The query without parameters that leave members out of an answer, or ask for one in another
    /// form than JSON and events.
    public String wholeQuery() {
      return PassThroughPath.whole(query);
    }
  }

  /// A request about files that the gateway keeps.
  ///
  /// @param id the name of a file; empty for all of them
  /// @param path what stands behind it, with a slash in front; or empty
  record Files(String id, String path) implements Endpoint {}

  /// A request about a file that comes in parts; written as [Files] is.
  record Uploads(String id, String path) implements Endpoint {}

  /// A request about batches of calls; written as [Files] is.
  record Batches(String id, String path) implements Endpoint {}

  /// A request about batches of messages, in Anthropic's dialect; written as [Files] is.
  record MessageBatches(String id, String path) implements Endpoint {}

  /// A request about batches of a model's calls, in Gemini's dialect.
  ///
  /// @param model of a batch that is to be made; else empty
  /// @param id the name of a batch; empty for all of them
  /// @param path the verb behind it, with a colon in front; or empty
  record GenerateBatches(String model, String id, String path) implements Endpoint {}

  /// A request about files, in Gemini's dialect.
  ///
  /// @param id the name of a file; empty for all of them
  /// @param path the verb behind it, with a colon in front, of which `:upload` is another path's;
  ///   or empty
  record GenerateFiles(String id, String path) implements Endpoint {
    /// The verb of bringing a file.
    public static final String UPLOAD = ":upload";

    /// The verb of bringing the content of an upload by the upload's token, without a key; the
    /// token stands in the place of a name. No path leads here: it takes the place of [#UPLOAD]
    /// where a request shows such a token.
    public static final String BY_TOKEN = ":content";
  }

  /// What a client of Gemini's API means by the same path, of which its version `v1` shares some
  /// with OpenAI's; this endpoint where it shares none.
  default Endpoint asOfGemini() {
    return switch (this) {
      case Files(String id, String path) when path.isEmpty() -> new GenerateFiles(id, path);
      case Batches(String id, String path) when path.isEmpty() -> new GenerateBatches("", id, path);
      default -> this;
    };
  }

  /// The HTTP methods that the endpoint answers to; a pass-through may have fewer.
  default List<String> methods() {
    return switch (this) {
      case Calling _ -> List.of("POST");
      case PassThrough _ -> PassThrough.METHODS;
      case Models _, Model _ -> List.of("GET");
      case Stored stored -> StoredPaths.METHODS.getOrDefault(stored.path(), List.of());
      case Files files -> ResourcePaths.ofFiles(files.id(), files.path());
      case Uploads uploads -> ResourcePaths.ofUploads(uploads.id(), uploads.path());
      case Batches batches -> ResourcePaths.ofBatches(batches.id(), batches.path());
      case GenerateBatches batches ->
          ResourcePaths.ofGenerateBatches(batches.model(), batches.id(), batches.path());
      case GenerateFiles files -> ResourcePaths.ofGenerateFiles(files.id(), files.path());
      case MessageBatches batches -> ResourcePaths.ofMessageBatches(batches.id(), batches.path());
    };
  }
}
