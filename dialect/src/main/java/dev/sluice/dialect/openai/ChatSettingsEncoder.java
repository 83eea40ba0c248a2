package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Efforts;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.SharedExtra;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An encoder of the settings: how the model is to answer.
final class ChatSettingsEncoder extends OpenAiSettingsEncoder {
  private static final int STOP_MAX = 4;

  ChatSettingsEncoder(JsonOutput out, TargetRules rules, Losses losses) {
    super(out, rules, losses);
  }

  void encode(Settings settings) {
    maxOutput(settings.maxOutput());
    sampling("temperature", Setting.TEMPERATURE, settings.temperature());
    sampling("top_p", Setting.TOP_P, settings.topP());
    topK(settings.topK());
    stop(settings.stop());
    effort(settings);
    format(settings.format());
    user(settings.endUser());
    tier(settings.tier());
    extras(settings.extras());
  }

  /// Writes the properties that only the client's dialect and this one have. A server of the older
  /// dialect may refuse what it does not know.
  private void extras(List<Extra> extras) {
    var others = new ArrayList<Extra>();
    for (Extra extra : extras) {
      SharedExtra shared = SharedExtra.of(extra);
      RawJson number = extra.number();
      if (shared == null || number == null || rules.surface() == ChatSurface.OLDER) {
        others.add(extra);
      } else {
        out.field(shared.chat(), number);
      }
    }
    losses.extras(others);
  }

  private void topK(@Nullable RawJson value) {
    if (value != null) {
      losses.drop(losses.path(Setting.TOP_K), "Chat Completions has no such property");
    }
  }

  private void maxOutput(@Nullable Long bound) {
    if (bound == null) {
      return;
    }
    refuseNone(bound);
    boolean older = rules.surface() == ChatSurface.OLDER;
    out.field(older ? "max_tokens" : "max_completion_tokens", withinModel(bound));
  }

  private long withinModel(long bound) {
    if (facts.maxOutput() > 0 && bound > facts.maxOutput()) {
      losses.note(losses.path(Setting.MAX_OUTPUT));
      return facts.maxOutput();
    }
    return bound;
  }

  private void stop(List<String> stop) {
    if (!stop.isEmpty()) {
      refuseUnfit(stop);
      out.name("stop").open('[');
      stop.forEach(out::string);
      out.close(']');
    }
  }

  private void refuseUnfit(List<String> stop) {
    String path = losses.path(Setting.STOP);
    if (stop.size() > STOP_MAX) {
      throw new Untranslatable(path, "this target takes at most 4 sequences");
    }
    if (facts.refuses(Limit.STOP)) {
      throw new Untranslatable(path, "this model takes no such sequences");
    }
  }

  private void effort(Settings settings) {
    String word = Efforts.word(settings, facts, losses);
    if (word != null) {
      out.field("reasoning_effort", word);
    }
  }

  private void format(@Nullable OutputFormat format) {
    if (format == null) {
      return;
    }
    out.name("response_format").open('{');
    RawJson schema = format.schema();
    if (schema == null) {
      out.field("type", "json_object");
    } else {
      out.field("type", "json_schema").name("json_schema").open('{');
      schema(format, schema);
      out.close('}');
    }
    out.close('}');
  }
}
