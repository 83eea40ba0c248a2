package dev.sluice.server.batches;

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
import dev.sluice.batches.ResultReader;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.call.request.Operation;
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

/// Answers requests about batches in the form of Anthropic's Message Batches API. Their requests
/// become an input of lines, which nobody sees but the batch; their results are those of any batch.
///
/// @param config how many requests a batch may have
/// @param faults of files
record MessageBatchesResource(
    InputWriter inputs, BatchesConfig config, BatchSender sender, FileFaults faults)
    implements Resource {
  private static final int PAGE = 20;
  private static final int MOST_PAGE = 1_000;
  private static final List<String> HEADERS = List.of("anthropic-version", "anthropic-beta");
  private static final String JSON_LINES = "application/x-jsonl";
  private static final String AFTER = "after_id";
  private static final String BEFORE = "before_id";

  @Override
  public void serve(ResourceRequest request, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    try {
      if (!(request.endpoint() instanceof Endpoint.MessageBatches(String id, String path))) {
        throw new IllegalStateException("no batches of messages: " + request.endpoint());
      }
      if (path.equals("/results")) {
        results(find(request, id), reply);
      } else {
        reply.json(answer(request, id, path));
      }
    } catch (BatchRefused why) {
      throw BatchFaults.of(why);
    } catch (StoreException away) {
      throw BatchFaults.of(away);
    } catch (FileRefused why) {
      throw faults.of(why);
    }
  }

  private String answer(ResourceRequest request, String id, String path)
      throws ResourceFault, BatchRefused, StoreException, IOException, InterruptedException {
    String team = request.client().ownerName();
    if (id.isEmpty()) {
      return request.method().equals("POST") ? create(request) : list(request);
    }
    String inner = MessageBatchView.id(id);
    if (request.method().equals("DELETE")) {
      return batches()
          .delete(team, inner)
          .map(batch -> MessageBatchView.deleted(batch.id()))
          .orElseThrow(() -> unknown(id));
    }
    Batch batch =
        path.isEmpty()
            ? find(request, id)
            : batches().cancel(team, inner).orElseThrow(() -> unknown(id));
    return view(batch, request);
  }

  private ApiBatches batches() {
    return inputs.batches().by(ClientApi.ANTHROPIC);
  }

  private Batch find(ResourceRequest request, String id)
      throws ResourceFault, StoreException, InterruptedException {
    return batches()
        .find(request.client().ownerName(), MessageBatchView.id(id))
        .orElseThrow(() -> unknown(id));
  }

  private static ResourceFault unknown(String id) {
    return ResourceFaults.unknown(
        "message batch", id, "list those of your team by GET /v1/messages/batches");
  }

  private static String view(Batch batch, ResourceRequest request) {
    return MessageBatchView.of(batch, address(request)).toString();
  }

  private static String address(ResourceRequest request) {
    return request.address().orElse("");
  }

  private String create(ResourceRequest request)
      throws ResourceFault, BatchRefused, StoreException, IOException, InterruptedException {
    BatchSender.requireScope(request.client(), Operation.MESSAGES);
    String key = sender.key(request.client());
    Map<String, String> headers = sender.kept(request, HEADERS);
    var requests =
        new MessageRequests(config.lines(), Math.min(LineRules.LONGEST, sender.largest()));
    InputWriter.Written input = inputs.write(request, requests);
    Batch made =
        inputs.make(
            input,
            file ->
                new BatchOrder(
                    ClientApi.ANTHROPIC,
                    request.client().ownerName(),
                    key,
                    MessageRequests.ENDPOINT,
                    file,
                    0,
                    Map.of(),
                    headers));
    return view(made, request);
  }

  private String list(ResourceRequest request)
      throws ResourceFault, BatchRefused, StoreException, InterruptedException {
    TargetQuery query = request.query();
    int most = request.limit(PAGE, MOST_PAGE);
    String after = Objects.requireNonNullElse(query.get(AFTER), "");
    String before = Objects.requireNonNullElse(query.get(BEFORE), "");
    if (!after.isEmpty() && !before.isEmpty()) {
      throw ResourceFaults.invalid(BEFORE, "and `after_id` are one too many: name one");
    }
    String team = request.client().ownerName();
    boolean newer = !before.isEmpty();
    List<Batch> found =
        newer
            ? batches().newer(team, cursor(request, BEFORE, before), most + 1)
            : batches().list(team, cursor(request, AFTER, after), most + 1);
    boolean more = found.size() > most;
    int from = more && newer ? 1 : 0;
    List<Batch> page = found.subList(from, from + Math.min(most, found.size()));
    return MessageBatchView.list(page, more, address(request));
  }

  private String cursor(ResourceRequest request, String name, String shown)
      throws ResourceFault, StoreException, InterruptedException {
    String id = MessageBatchView.id(shown);
    if (!shown.isEmpty() && batches().find(request.client().ownerName(), id).isEmpty()) {
      throw ResourceFaults.invalid(name, "must be the id of a message batch of this team");
    }
    return id;
  }

  /// Sends the results in the order of the files: answers first, then errors. The API promises
  /// none.
  private void results(Batch batch, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    requireResults(batch);
    try (OpenResults results = OpenResults.of(batch, inputs.files())) {
      var out = new AnswerBlocks(reply.content(200, JSON_LINES, Map.of(), -1));
      var messages = new MessageResults(out);
      for (ResultReader file : results.readers()) {
        messages.add(file);
      }
      out.finish();
    }
  }

  private static void requireResults(Batch batch) throws ResourceFault {
    String id = MessageBatchView.shown(batch.id());
    if (!batch.state().isOver()) {
      throw ResourceFaults.fault(
          400, "batch_in_progress", "", id + " has not ended: ask for its results once it has");
    }
    if (!OpenResults.has(batch)) {
      String why = batch.errors().isEmpty() ? "" : ": " + batch.errors().getFirst().message();
      throw ResourceFaults.fault(404, "no_results", "", id + " has no results" + why);
    }
  }
}
