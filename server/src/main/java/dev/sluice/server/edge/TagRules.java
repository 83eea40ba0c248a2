package dev.sluice.server.edge;

import dev.sluice.accounts.tag.TagText;
import dev.sluice.call.Call;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.provider.request.MetadataMembers;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.client.ClientTag.Source;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which tags calls have, and where their values come from. Immutable; safe for any thread.
public final class TagRules {
  /// The mark of a value that cannot be told: it counts as one of the others.
  private static final String UNTOLD = "\0";

  private final List<ClientTag> tags;
  private final List<String> names;
  private final MetadataMembers members;

  /// Whether an expression says any of the tags.
  private final boolean evaluated;

  private final OfCall untagged = new OfCall(this, List.of());

  /// @param tags in the order of their names
  public TagRules(List<ClientTag> tags) {
    this.tags = List.copyOf(tags);
    this.evaluated = tags.stream().anyMatch(tag -> tag.source() == Source.EXPRESSION);
    this.names = tags.stream().map(ClientTag::name).toList();
    List<String> asked =
        tags.stream().filter(tag -> tag.source() == Source.METADATA).map(ClientTag::key).toList();
    this.members = asked.isEmpty() ? MetadataMembers.NONE : new MetadataMembers(asked);
  }

  /// The tags of a call as far as its head says them.
  ///
  /// @param headers the values of those that come from headers, in the order of tags
  public record OfCall(TagRules rules, List<String> headers) {
    /// The members of the body's metadata that say the rest.
    public MetadataMembers members() {
      return rules.members;
    }

    /// Returns a call with its tags, in the form of [TagText].
    ///
    /// @param call without tags
    /// @param metadata the values of those members
    Call tagged(Call call, List<String> metadata) {
      return call.tagged(rules.text(headers, metadata, call));
    }

    /// The tags of a call as a text, in the form of [TagText]; empty where expressions over the
    /// call say some of them.
    ///
    /// @param metadata the values of those members
    public String text(List<String> metadata) {
      return rules.tags.isEmpty() || rules.evaluated ? "" : rules.text(headers, metadata, null);
    }

    /// Whether expressions over the call say some of its tags.
    boolean isEvaluated() {
      return rules.evaluated;
    }
  }

  /// Reads the head of a call. It is kept until its body has come, and so what is too long is not.
  OfCall of(HttpHeaders headers) {
    if (tags.isEmpty()) {
      return untagged;
    }
    var values = new ArrayList<String>(tags.size());
    for (ClientTag tag : tags) {
      if (tag.source() == Source.HEADER) {
        values.add(value(headers, tag.key()));
      }
    }
    return new OfCall(this, values);
  }

  /// The value that an expression makes; empty where there is none.
  private static String value(ClientTag tag, @Nullable Call call) {
    String value =
        call == null ? null : tag.value().map(expression -> expression.string(call)).orElse(null);
    if (value == null) {
      return "";
    }
    return value.length() <= TagText.LONGEST && ClientHeaders.fit(value) ? value : UNTOLD;
  }

  private static String value(HttpHeaders headers, String name) {
    List<String> all = headers.getAll(name);
    if (all.isEmpty()) {
      return "";
    }
    String value = all.getFirst();
    boolean told = all.size() == 1 && value.length() <= TagText.LONGEST;
    return told && ClientHeaders.fit(value) ? value : UNTOLD;
  }

  private String text(List<String> headers, List<String> metadata, @Nullable Call call) {
    var values = new ArrayList<String>(tags.size());
    int header = 0;
    int member = 0;
    for (ClientTag tag : tags) {
      values.add(
          switch (tag.source()) {
            case HEADER -> headers.get(header++);
            case METADATA -> metadata.get(member++);
            case EXPRESSION -> value(tag, call);
          });
    }
    return TagText.of(names, values);
  }
}
