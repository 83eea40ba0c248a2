package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchAdmin;
import dev.sluice.batches.BatchQuery;
import dev.sluice.batches.BatchQuery.Place;
import dev.sluice.batches.BatchRefused;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.BatchWorkStatus;
import dev.sluice.server.accounts.ApiProblem;
import dev.sluice.server.accounts.BatchAdminView;
import dev.sluice.server.client.OwnerNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The batches of the store, as JSON for the admin listener.
record StoredBatchesView(BatchAdmin batches) implements BatchAdminView {
  /// So many errors of a batch stand in a page; all stand in the batch alone.
  private static final int PAGE_ERRORS = 10;

  /// The word for all states of batches that have not ended.
  private static final String OPEN = "open";

  private static final Pattern PLACE = Pattern.compile("(\\d{1,18})-(batch_[0-9A-Za-z]{1,64})");

  @Override
  public ObjectNode list(Wanted wanted) throws ApiProblem, StoreException, InterruptedException {
    List<BatchWorkStatus> found = batches.list(query(wanted));
    List<BatchWorkStatus> page = found.subList(0, Math.min(wanted.limit(), found.size()));
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode list = tree.putArray("batches");
    page.forEach(one -> list.add(WorkStatusView.of(one, PAGE_ERRORS)));
    return found.size() > page.size()
        ? tree.put("next", text(page.getLast()))
        : tree.putNull("next");
  }

  private static BatchQuery query(Wanted wanted) throws ApiProblem {
    return new BatchQuery(
        owner(wanted.team()), states(wanted.state()), place(wanted.after()), wanted.limit() + 1);
  }

  private static String owner(String team) {
    return team.isEmpty() ? "" : OwnerNames.ofTeam(team);
  }

  private static Set<BatchState> states(String word) throws ApiProblem {
    if (word.equals(OPEN)) {
      return Stream.of(BatchState.values())
          .filter(state -> !state.isOver())
          .collect(Collectors.toSet());
    }
    Set<BatchState> named =
        Stream.of(BatchState.values())
            .filter(state -> state.word().equals(word))
            .collect(Collectors.toSet());
    if (named.isEmpty() && !word.isEmpty()) {
      throw ApiProblem.invalid(
          "state must be one of %s, %s"
              .formatted(
                  OPEN,
                  Stream.of(BatchState.values())
                      .map(BatchState::word)
                      .collect(Collectors.joining(", "))));
    }
    return named;
  }

  private static Place place(String after) throws ApiProblem {
    if (after.isEmpty()) {
      return Place.FIRST;
    }
    Matcher parts = PLACE.matcher(after);
    if (!parts.matches()) {
      throw ApiProblem.invalid("after must be the `next` of the page before");
    }
    return new Place(Long.parseLong(parts.group(1)), parts.group(2));
  }

  private static String text(BatchWorkStatus last) {
    return last.batch().times().created() + "-" + last.batch().id();
  }

  @Override
  public Optional<ObjectNode> find(String team, String id)
      throws StoreException, InterruptedException {
    return batches.find(owner(team), id).map(StoredBatchesView::whole);
  }

  private static ObjectNode whole(BatchWorkStatus status) {
    return WorkStatusView.of(status, Integer.MAX_VALUE);
  }

  @Override
  public Optional<ObjectNode> cancel(String actor, String id)
      throws ApiProblem, StoreException, InterruptedException {
    try {
      return batches.cancel(actor, id).map(StoredBatchesView::whole);
    } catch (BatchRefused why) {
      throw new ApiProblem(409, "not_cancellable", String.valueOf(why.getMessage()));
    }
  }
}
