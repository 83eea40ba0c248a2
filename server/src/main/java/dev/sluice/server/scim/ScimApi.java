package dev.sluice.server.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.ChangeRefused;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.server.admin.DirectoryApi.Request;
import dev.sluice.server.admin.Page;
import dev.sluice.server.scim.ResourceStore.Stored;
import dev.sluice.server.scim.ScimProblem.Kind;
import dev.sluice.server.scim.ScimResources.Change;
import dev.sluice.server.scim.ScimResources.Question;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Answers the requests of a directory (RFC 7644). Safe for any thread that may wait.
///
/// | path                                                        | methods                 |
/// |-------------------------------------------------------------|-------------------------|
/// | `/Users`, `/Groups`                                         | GET, POST               |
/// | `/Users/ID`, `/Groups/ID`                                   | GET, PUT, PATCH, DELETE |
/// | `/ServiceProviderConfig`, `/ResourceTypes[/ID]`, `/Schemas[/ID]` | GET                |
///
/// @param url the address of the interface as directories see it; empty: that of each request
record ScimApi(ResourceStore users, ResourceStore groups, Optional<String> url) {
  /// The path in front of all others.
  static final String ROOT = "/scim/v2";

  /// The name of a directory in the audit log.
  static final String ACTOR = "scim";

  /// What the protocol has and this interface does not.
  private static final Set<String> MISSING =
      Set.of("/.search", "/Users/.search", "/Groups/.search", "/Bulk", "/Me");

  Page run(Request request) {
    try {
      return answer(request);
    } catch (ScimProblem why) {
      return ScimJson.page(why);
    } catch (ChangeRefused why) {
      return ScimJson.page(problem(why));
    } catch (StoreException why) {
      return ScimJson.problem(503, Kind.NONE, String.valueOf(why.getMessage()))
          .with("retry-after", "5");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return ScimJson.problem(503, Kind.NONE, "this server is stopping").with("retry-after", "5");
    }
  }

  /// What a refused change of the store is told as.
  private static ScimProblem problem(ChangeRefused why) {
    String message = String.valueOf(why.getMessage());
    return switch (why.reason()) {
      case EXISTS -> new ScimProblem(409, Kind.UNIQUENESS, message);
      case NOT_FOUND -> ScimProblem.notFound(message);
      case STALE -> new ScimProblem(412, Kind.NONE, message);
      case INVALID -> ScimProblem.of(Kind.VALUE, message);
    };
  }

  private Page answer(Request request) throws ScimProblem, StoreException, InterruptedException {
    String path = request.path().substring(ROOT.length());
    String base = url.orElse(request.from() + ROOT);
    if (MISSING.contains(path)) {
      throw new ScimProblem(501, Kind.NONE, "this interface has no " + path);
    }
    for (ResourceKind kind : ResourceKind.ALL) {
      ResourceStore store = kind.equals(ResourceKind.USER) ? users : groups;
      var resources = new ScimResources(kind, store, base);
      if (path.equals(kind.endpoint())) {
        return all(resources, request);
      }
      if (path.startsWith(kind.endpoint() + "/")) {
        return one(resources, path.substring(kind.endpoint().length() + 1), request);
      }
    }
    return described(new Descriptions(base), path, request);
  }

  private static Page described(Descriptions descriptions, String path, Request request)
      throws ScimProblem {
    ObjectNode tree =
        found(descriptions, path).orElseThrow(() -> ScimProblem.notFound("nothing is there"));
    if (!request.method().equals("GET")) {
      return notAllowed("GET");
    }
    if (request.query().containsKey("filter")) {
      throw new ScimProblem(403, Kind.NONE, "what the interface says of itself has no filter");
    }
    return ScimJson.page(200, tree);
  }

  private static Optional<ObjectNode> found(Descriptions descriptions, String path) {
    int slash = path.indexOf('/', 1);
    String id = slash < 0 ? "" : path.substring(slash + 1);
    return switch (slash < 0 ? path : path.substring(0, slash + 1)) {
      case Descriptions.CONFIG -> Optional.of(descriptions.config());
      case Descriptions.TYPES -> Optional.of(descriptions.types());
      case Descriptions.SCHEMAS -> Optional.of(descriptions.schemas());
      case Descriptions.TYPES + "/" -> descriptions.type(id);
      case Descriptions.SCHEMAS + "/" -> descriptions.schema(id);
      default -> Optional.empty();
    };
  }

  private static Page notAllowed(String methods) {
    return ScimJson.problem(405, Kind.NONE, "only " + methods + " are answered here")
        .with("allow", methods);
  }

  private static Page all(ScimResources resources, Request request)
      throws ScimProblem, StoreException, InterruptedException {
    return switch (request.method()) {
      case "GET" -> ScimJson.page(200, resources.list(question(resources.kind(), request)));
      case "POST" -> {
        ObjectNode content =
            AttributeValues.resource(resources.kind(), ScimJson.read(request.body()));
        Stored made = resources.store().create(ACTOR, content);
        Page page = told(201, resources, made, projection(resources.kind(), request));
        yield page.with("location", resources.told(made).at("/meta/location").asText());
      }
      default -> notAllowed("GET, POST");
    };
  }

  private static Question question(ResourceKind kind, Request request) throws ScimProblem {
    String filter = parameter(request, "filter");
    return new Question(
        filter.isEmpty() ? Optional.empty() : Optional.of(FilterParser.filter(kind, filter)),
        Math.max(1, number(request, "startIndex", 1)),
        Math.clamp(number(request, "count", ScimResources.MOST), 0, ScimResources.MOST),
        projection(kind, request));
  }

  private static Projection projection(ResourceKind kind, Request request) throws ScimProblem {
    return Projection.of(
        kind, parameter(request, "attributes"), parameter(request, "excludedAttributes"));
  }

  private static String parameter(Request request, String name) {
    return request.query().getOrDefault(name, List.of("")).getFirst();
  }

  /// A number of a query; one that is beyond what can be counted is the largest that can.
  private static long number(Request request, String name, long otherwise) throws ScimProblem {
    String text = parameter(request, name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("-?[0-9]{1,100}")) {
      throw ScimProblem.of(Kind.VALUE, name + " must be a whole number");
    }
    if (text.startsWith("-")) {
      return 0;
    }
    return text.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(text);
  }

  private static Page one(ScimResources resources, String id, Request request)
      throws ScimProblem, StoreException, InterruptedException {
    Projection projection = projection(resources.kind(), request);
    return switch (request.method()) {
      case "GET" -> {
        boolean related = projection.tells(resources.kind().related());
        yield found(resources, resources.need(id, related), request, projection);
      }
      case "PUT", "PATCH" -> told(200, resources, changed(resources, id, request), projection);
      case "DELETE" -> removed(resources, id, request);
      default -> notAllowed("GET, PUT, PATCH, DELETE");
    };
  }

  private static Stored changed(ScimResources resources, String id, Request request)
      throws ScimProblem, StoreException, InterruptedException {
    ResourceKind kind = resources.kind();
    ObjectNode body = ScimJson.read(request.body());
    Change change =
        request.method().equals("PUT")
            ? content -> AttributeValues.instead(kind, content, body)
            : content -> Patch.apply(kind, content, body);
    return resources.change(ACTOR, id, request.ifMatch(), change);
  }

  private static Page found(
      ScimResources resources, Stored stored, Request request, Projection projection) {
    @Nullable ObjectNode tree = resources.unless(request.ifNoneMatch(), stored, projection);
    Page page = tree == null ? ScimJson.nothing(304) : ScimJson.page(200, tree);
    return page.with("etag", ScimResources.version(stored));
  }

  private static Page told(
      int status, ScimResources resources, Stored stored, Projection projection) {
    return ScimJson.page(status, projection.of(resources.told(stored)))
        .with("etag", ScimResources.version(stored));
  }

  private static Page removed(ScimResources resources, String id, Request request)
      throws ScimProblem, StoreException, InterruptedException {
    Stored read = resources.need(id, false);
    ScimResources.requireVersion(request.ifMatch(), read);
    OptionalLong version =
        request.ifMatch().isEmpty() ? OptionalLong.empty() : OptionalLong.of(read.version());
    resources.store().remove(ACTOR, id, version);
    return ScimJson.nothing(204);
  }
}
