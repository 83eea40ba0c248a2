package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.api.Endpoint;
import dev.sluice.api.TargetQuery;
import dev.sluice.batches.ApiBatches;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.BatchRefused;
import dev.sluice.batches.BatchesConfig;
import dev.sluice.batches.ClientApi;
import dev.sluice.batches.LineRules;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.GeminiPath;
import dev.sluice.server.client.Client;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.edge.ResourceReply;
import dev.sluice.server.edge.ResourceRequest;
import dev.sluice.server.files.FileFaults;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Answers requests about batches in the form of Gemini's API. Requests that come in a body have
/// their answers in the batch itself; those of a file have them in a file.
///
/// @param config how many requests a batch may have
/// @param faults of files
record GenerateBatchesResource(
    InputWriter inputs, BatchesConfig config, BatchSender sender, FileFaults faults)
    implements Resource {
  private static final int PAGE = 50;
  private static final int MOST_PAGE = 1_000;
  private static final String TOKEN = "pageToken";
  private static final String SIZE = "pageSize";
  private static final String JSON = "application/json";
  private static final String NOTHING = "{}";
  private static final String FILES = "files/";

  @Override
  public void serve(ResourceRequest request, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    try {
      if (!(request.endpoint() instanceof Endpoint.GenerateBatches asked)) {
        throw new IllegalStateException("no batches of a model: " + request.endpoint());
      }
      if (request.method().equals("GET") && !asked.id().isEmpty()) {
        show(find(request, asked.id()), reply);
      } else {
        reply.json(answer(request, asked));
      }
    } catch (BatchRefused why) {
      throw BatchFaults.of(why);
    } catch (StoreException away) {
      throw BatchFaults.of(away);
    } catch (FileRefused why) {
      throw faults.of(why);
    }
  }

  private String answer(ResourceRequest request, Endpoint.GenerateBatches asked)
      throws ResourceFault, BatchRefused, StoreException, IOException, InterruptedException {
    if (!asked.model().isEmpty()) {
      return create(request, asked);
    }
    if (asked.id().isEmpty()) {
      return list(request);
    }
    String team = request.client().ownerName();
    boolean there =
        request.method().equals("DELETE")
            ? batches().delete(team, asked.id()).isPresent()
            : batches().cancel(team, asked.id()).isPresent();
    if (!there) {
      throw unknown(asked.id());
    }
    return NOTHING;
  }

  private ApiBatches batches() {
    return inputs.batches().by(ClientApi.GEMINI);
  }

  private Batch find(ResourceRequest request, String id)
      throws ResourceFault, StoreException, InterruptedException {
    return batches().find(request.client().ownerName(), id).orElseThrow(() -> unknown(id));
  }

  private static ResourceFault unknown(String id) {
    return ResourceFaults.unknown("batch", id, "list those of your team by GET /v1beta/batches");
  }

  private String create(ResourceRequest request, Endpoint.GenerateBatches asked)
      throws ResourceFault, BatchRefused, StoreException, IOException, InterruptedException {
    Operation operation =
        asked.path().equals(":asyncBatchEmbedContent")
            ? Operation.EMBED_CONTENT
            : Operation.GENERATE;
    Client client = request.client();
    BatchSender.requireScope(client, operation);
    String key = sender.key(client);
    Map<String, String> headers = sender.kept(request, List.of());
    String endpoint = GeminiPath.of("", operation, asked.model(), false);
    var requests = new GenerateRequests(endpoint, config.lines(), largest());
    InputWriter.Written input = input(request, requests, endpoint);
    Batch made =
        inputs.make(
            input,
            file ->
                new BatchOrder(
                    ClientApi.GEMINI,
                    client.ownerName(),
                    key,
                    endpoint,
                    file,
                    0,
                    words(requests),
                    headers));
    return GenerateBatchView.of(made).toString();
  }

  private int largest() {
    return Math.min(LineRules.LONGEST, sender.largest());
  }

  private static Map<String, String> words(GenerateRequests requests) {
    var words = new TreeMap<String, String>();
    if (!requests.name().isEmpty()) {
      words.put(GenerateBatchView.DISPLAY_NAME, requests.name());
    }
    if (!requests.file().isEmpty()) {
      words.put(GenerateBatchView.FILE, requests.file());
    }
    return words;
  }

  /// The input of the requests in the body, or in the file that it names.
  private InputWriter.Written input(
      ResourceRequest request, GenerateRequests requests, String endpoint)
      throws ResourceFault, IOException, InterruptedException {
    InputWriter.Written written = inputs.write(request, requests);
    if (requests.file().isEmpty()) {
      return written;
    }
    String team = request.client().ownerName();
    var _ = inputs.files().delete(team, written.file().id());
    return inputs.write(
        request,
        file(team, requests.file()),
        new GenerateFileRequests(endpoint, config.lines(), largest()));
  }

  private StoredFile file(String team, String name)
      throws ResourceFault, IOException, InterruptedException {
    String id = name.startsWith(FILES) ? name.substring(FILES.length()) : name;
    return inputs
        .files()
        .find(team, id)
        .orElseThrow(
            () ->
                ResourceFaults.unknown(
                    "file", LineRules.shown(name), "upload it by POST /upload/v1beta/files"));
  }

  private String list(ResourceRequest request)
      throws ResourceFault, BatchRefused, StoreException, InterruptedException {
    TargetQuery query = request.query();
    int most = Math.min(MOST_PAGE, request.number(SIZE, PAGE, Integer.MAX_VALUE));
    String after = Objects.requireNonNullElse(query.get(TOKEN), "");
    String team = request.client().ownerName();
    if (!after.isEmpty() && batches().find(team, after).isEmpty()) {
      throw ResourceFaults.invalid(TOKEN, "must be the nextPageToken of the page before");
    }
    List<Batch> found = batches().list(team, after, most + 1);
    List<Batch> page = found.subList(0, Math.min(most, found.size()));
    return GenerateBatchView.list(page, found.size() > most);
  }

  /// Sends a batch, with its answers where it has any: once in its metadata, where Google's clients
  /// look, and once as the response of the operation, where its own documents do.
  private void show(Batch batch, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    ObjectNode tree = GenerateBatchView.of(batch);
    if (!OpenResults.areKept(batch, inputs.files())) {
      reply.json(tree.toString());
    } else if (GenerateBatchView.isByFile(batch)) {
      String file = FILES + batch.id();
      tree.withObject("/metadata").putObject("output").put("responsesFile", file);
      tree.putObject("response").put("responsesFile", file);
      reply.json(tree.toString());
    } else {
      try (OpenResults results = OpenResults.of(batch, inputs.files())) {
        var out = new AnswerBlocks(reply.content(200, JSON, Map.of(), -1));
        send(tree, results, out);
        out.finish();
      }
    }
  }

  private static void send(ObjectNode tree, OpenResults results, AnswerBlocks out)
      throws IOException, InterruptedException {
    String metadata = tree.remove("metadata").toString();
    String all = tree.toString();
    out.write(all.substring(0, all.length() - 1) + ",\"metadata\":");
    out.write(metadata.substring(0, metadata.length() - 1) + ",\"output\":");
    inlined(results, out);
    out.write("},\"response\":");
    inlined(results, out);
    out.write("}");
  }

  private static void inlined(OpenResults results, AnswerBlocks out)
      throws IOException, InterruptedException {
    out.write("{\"inlinedResponses\":{\"inlinedResponses\":[");
    new GenerateResults(out, true).add(results.readers());
    out.write("]}}");
  }
}
