package dev.sluice.server.config.reader;

import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.price.Meter;
import dev.sluice.call.Call;
import dev.sluice.config.expression.CallFacts;
import dev.sluice.config.expression.Expression;
import dev.sluice.config.expression.ExpressionException;
import dev.sluice.config.expression.ValueType;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.value.ConditionText;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.yaml.Section;
import dev.sluice.provider.header.PrivateHeaders;
import dev.sluice.provider.request.MetadataMembers;
import dev.sluice.server.client.ClientTag;
import dev.sluice.server.client.ClientTag.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The reader of `server.tags`. Their names are columns of sums beside those that there are.
final class TagsReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  /// How long the name of a member may be, as OpenAI's API has it.
  private static final int LONGEST_MEMBER = 64;

  private static final String SOURCE =
      "must have one of metadata, header and value: write `{metadata: MEMBER}`, `{header: NAME}` or"
          + " `{value: EXPRESSION}`";

  /// The names of what stands in the sums of spend, and in questions for them.
  private static final Set<String> TAKEN =
      Stream.of(
              Arrays.stream(Spend.By.values()).map(by -> by.name().toLowerCase(Locale.ROOT)),
              Arrays.stream(Meter.values()).map(Meter::word),
              Stream.of("id", "key_name", "calls", "cost", "cost_usd", "estimated", "unpriced"),
              Stream.of("by", "from", "to", "format", "limit", "after"))
          .flatMap(words -> words)
          .collect(Collectors.toUnmodifiableSet());

  private static final Type<String> MEMBER =
      text -> {
        if (text.isBlank() || text.length() > LONGEST_MEMBER) {
          throw new ConfigProblem(
              "must be the name of a member of metadata, of 1 to "
                  + LONGEST_MEMBER
                  + " characters");
        }
        return text;
      };

  private static final Type<String> HEADER =
      text -> {
        HeaderPattern header = header(text);
        if (PrivateHeaders.areCredentials(header)) {
          throw new ConfigProblem(
              "must not be a header that carries a credential: its values are kept and shown",
              "name another header");
        }
        return header.text();
      };

  private static final Type<Expression<Call>> VALUE =
      text -> {
        try {
          return CallFacts.expression(CallFacts.AT_ENTRY, text, ValueType.DYNAMIC);
        } catch (ExpressionException e) {
          throw ConditionText.problem(e);
        }
      };

  private TagsReader() {}

  /// Reads the tags, in the order of their names.
  ///
  /// @param stored whether there is a store, which keeps them
  public static List<ClientTag> read(Section server, boolean stored) {
    if (!server.has("tags")) {
      return List.of();
    }
    Map<String, String> sources = new HashMap<>();
    List<ClientTag> tags =
        new ArrayList<>(server.named("tags", (name, in) -> tag(name, in, sources)));
    if (tags.size() > MetadataMembers.MOST) {
      server.fail(
          "tags", "must be at most %d, are %d".formatted(MetadataMembers.MOST, tags.size()));
    }
    if (!stored) {
      server.note(
          "tags", "has no effect without a store, which keeps them: add `store: {path: data}`");
    }
    tags.sort(Comparator.comparing(ClientTag::name));
    return tags;
  }

  private static Optional<ClientTag> tag(String name, Section in, Map<String, String> sources) {
    Optional<String> member = in.get("metadata", MEMBER);
    Optional<String> header = in.get("header", HEADER);
    Optional<Expression<Call>> value = in.get("value", VALUE);
    if (Stream.of("metadata", "header", "value").filter(in::has).count() != 1) {
      in.fail(SOURCE);
    }
    checkName(name, in);
    Source source = in.has("metadata") ? Source.METADATA : Source.HEADER;
    Optional<ClientTag> tag =
        value
            .map(expression -> new ClientTag(name, expression))
            .or(() -> member.or(() -> header).map(key -> new ClientTag(name, source, key)));
    tag.ifPresent(read -> checkSource(read, in, sources));
    return tag;
  }

  private static void checkName(String name, Section in) {
    if (!NAME.matcher(name).matches()) {
      in.fail(
          "must have a name of 1 to 32 lower-case letters, digits, dashes and underscores, a letter"
              + " first: it is a column of sums");
    } else if (TAKEN.contains(name)) {
      in.fail(
          "must have another name: sums have a column or a question %s already".formatted(name));
    }
  }

  private static void checkSource(ClientTag tag, Section in, Map<String, String> sources) {
    if (tag.source() == Source.EXPRESSION) {
      return;
    }
    String word = tag.source().name().toLowerCase(Locale.ROOT);
    String other = sources.putIfAbsent(word + " " + tag.key(), tag.name());
    if (other != null) {
      in.fail(word, "must not be that of the tag %s, too: leave one of them out".formatted(other));
    }
  }

  private static HeaderPattern header(String text) throws ConfigProblem {
    try {
      HeaderPattern header = HeaderPattern.of(text);
      if (header.form() == HeaderPattern.Form.WHOLE && !header.excludes()) {
        return header;
      }
    } catch (IllegalArgumentException none) {
      throw headerProblem();
    }
    throw headerProblem();
  }

  private static ConfigProblem headerProblem() {
    return new ConfigProblem(
        "must be a header's name of letters, digits, - and _, at most 64 of them");
  }
}
