package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.api.Endpoint;
import dev.sluice.api.TargetQuery;
import dev.sluice.batches.ApiBatches;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.BatchRefused;
import dev.sluice.batches.Batches;
import dev.sluice.batches.ClientApi;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.server.client.Client;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceReply;
import dev.sluice.server.edge.ResourceRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// Answers requests about batches, in the form of OpenAI's API. A batch belongs to the team of the
/// key that has made it; that of another team is answered as one that there is not.
///
/// @param window the only completion window, in the API's words
/// @param forecast tells more of a batch that runs
record BatchesResource(Batches all, String window, BatchSender sender, BatchForecast forecast)
    implements Resource {
  private static final int PAGE = 20;
  private static final int MOST_PAGE = 100;

  @Override
  public void serve(ResourceRequest request, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    try {
      if (!(request.endpoint() instanceof Endpoint.Batches(String id, String path))) {
        throw new IllegalStateException("no batches: " + request.endpoint());
      }
      reply.json(answer(request, id, path));
    } catch (BatchRefused why) {
      throw BatchFaults.of(why);
    } catch (StoreException away) {
      throw BatchFaults.of(away);
    } catch (FileRefused why) {
      throw why.reason() == FileRefused.Reason.QUOTA ? BatchFaults.full(why) : BatchFaults.of(why);
    }
  }

  private ApiBatches batches() {
    return all.by(ClientApi.OPENAI);
  }

  private String answer(ResourceRequest request, String id, String path)
      throws ResourceFault, BatchRefused, StoreException, IOException, InterruptedException {
    String team = request.client().ownerName();
    if (id.isEmpty()) {
      return request.method().equals("POST") ? create(request) : list(request, team);
    }
    return (path.isEmpty() ? batches().find(team, id) : batches().cancel(team, id))
        .map(this::view)
        .orElseThrow(() -> BatchFaults.unknown(id));
  }

  private String view(Batch batch) {
    ObjectNode tree = BatchView.of(batch, window);
    forecast.addTo(tree, batch);
    return tree.toString();
  }

  private String create(ResourceRequest request)
      throws ResourceFault, BatchRefused, StoreException, IOException, InterruptedException {
    NewBatch asked = NewBatch.of(request.whole(NewBatch.MOST), window);
    return view(all.create(order(request, asked)));
  }

  private BatchOrder order(ResourceRequest request, NewBatch asked) throws ResourceFault {
    Client client = request.client();
    return new BatchOrder(
        client.ownerName(),
        sender.key(client),
        asked.endpoint(),
        asked.input(),
        asked.outputLife(),
        asked.metadata(),
        sender.kept(request, List.of()));
  }

  private String list(ResourceRequest request, String team)
      throws ResourceFault, BatchRefused, StoreException, InterruptedException {
    TargetQuery query = request.query();
    int most = request.limit(PAGE, MOST_PAGE);
    String after = Objects.requireNonNullElse(query.get("after"), "");
    return BatchView.list(batches().list(team, after, most + 1), most, window);
  }
}
