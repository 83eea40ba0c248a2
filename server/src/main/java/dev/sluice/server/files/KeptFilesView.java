package dev.sluice.server.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.file.FileAdmin;
import dev.sluice.batches.file.KeptFiles;
import dev.sluice.batches.file.KeptFiles.Kept;
import dev.sluice.server.accounts.FileAdminView;
import dev.sluice.server.client.OwnerNames;

/// What teams keep, as JSON for the admin listener.
public record KeptFilesView(FileAdmin files) implements FileAdminView {

  @Override
  public ObjectNode kept(String team, int limit) throws StoreException, InterruptedException {
    KeptFiles kept = files.kept(team.isEmpty() ? "" : OwnerNames.ofTeam(team), limit);
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("quota", kept.quota());
    kept.disk()
        .ifPresentOrElse(
            disk -> tree.putObject("disk").put("free", disk.free()).put("size", disk.size()),
            () -> tree.putNull("disk"));
    add(tree.putObject("total"), kept.all());
    tree.put("teams_total", kept.number());
    ArrayNode teams = tree.putArray("teams");
    kept.teams().forEach(one -> add(owner(teams.addObject(), one.team()), one.kept()));
    return tree;
  }

  private static ObjectNode owner(ObjectNode tree, String owner) {
    tree.put("team", OwnerNames.team(owner).orElse(null));
    return tree.put("key", OwnerNames.key(owner).orElse(null));
  }

  private static void add(ObjectNode tree, Kept kept) {
    tree.put("files", kept.files()).put("bytes", kept.bytes());
    tree.put("results", kept.results()).put("result_bytes", kept.resultBytes());
  }
}
