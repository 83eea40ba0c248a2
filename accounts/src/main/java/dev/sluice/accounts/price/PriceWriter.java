package dev.sluice.accounts.price;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.sluice.call.ModelInfo;
import dev.sluice.call.request.PricedExtra;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The writer of a table in the gateway's own form.
public final class PriceWriter {
  private static final JsonFactory JSON =
      JsonFactory.builder().configure(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN, true).build();

  private PriceWriter() {}

  /// Writes the whole table; does not close `out`.
  public static void write(PriceTable table, OutputStream out) throws IOException {
    JsonGenerator to = JSON.createGenerator(out);
    to.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    to.useDefaultPrettyPrinter();
    to.writeStartObject();
    if (table.date().isPresent()) {
      to.writeStringField("date", table.date().get().toString());
    }
    models(table, to);
    to.writeEndObject();
    to.close();
  }

  private static void models(PriceTable table, JsonGenerator to) throws IOException {
    to.writeArrayFieldStart("models");
    for (ModelPrice row : table.rows()) {
      row(row, to);
    }
    to.writeEndArray();
  }

  private static void row(ModelPrice row, JsonGenerator to) throws IOException {
    to.writeStartObject();
    to.writeStringField("provider", row.provider());
    to.writeStringField("model", row.model().text());
    if (row.from().isAfter(LocalDate.EPOCH)) {
      to.writeStringField("from", row.from().toString());
    }
    prices(row.rates(), to);
    if (!row.tiers().isEmpty()) {
      to.writeArrayFieldStart("tiers");
      for (Tier tier : row.tiers()) {
        to.writeStartObject();
        to.writeNumberField("above", tier.above());
        prices(tier.rates(), to);
        to.writeEndObject();
      }
      to.writeEndArray();
    }
    extras(row.extras(), to);
    if (row.batch().compareTo(BigDecimal.ONE) != 0) {
      to.writeNumberField("batch", row.batch());
    }
    if (row.regional().compareTo(BigDecimal.ONE) != 0) {
      to.writeNumberField("regional", row.regional());
    }
    count("max_output", row.maxOutput(), to);
    if (!row.info().equals(ModelInfo.UNKNOWN)) {
      info(row.info(), to);
    }
    to.writeStringField("source", row.source());
    to.writeEndObject();
  }

  private static void info(ModelInfo info, JsonGenerator to) throws IOException {
    to.writeObjectFieldStart("info");
    count("context", info.context(), to);
    count("output", info.output(), to);
    kinds("reads", info.reads(), to);
    kinds("writes", info.writes(), to);
    to.writeEndObject();
  }

  private static void count(String name, OptionalLong tokens, JsonGenerator to) throws IOException {
    if (tokens.isPresent()) {
      to.writeNumberField(name, tokens.getAsLong());
    }
  }

  private static void kinds(String name, List<String> kinds, JsonGenerator to) throws IOException {
    if (!kinds.isEmpty()) {
      to.writeArrayFieldStart(name);
      for (String kind : kinds) {
        to.writeString(kind);
      }
      to.writeEndArray();
    }
  }

  private static void extras(ExtraPrices extras, JsonGenerator to) throws IOException {
    for (PricedExtra extra : PricedExtra.values()) {
      BigDecimal price = extras.uses().get(extra);
      if (price != null) {
        to.writeNumberField(extra.word(), price);
      }
    }
    factors("image_kind", extras.images(), to);
    factors("service_tier", extras.serviceTiers(), to);
    factors("speed", extras.speeds(), to);
    factors("inference_geo", extras.regions(), to);
  }

  private static void factors(String name, Map<String, BigDecimal> factors, JsonGenerator to)
      throws IOException {
    if (!factors.isEmpty()) {
      to.writeObjectFieldStart(name);
      for (var factor : new TreeMap<>(factors).entrySet()) {
        to.writeNumberField(factor.getKey(), factor.getValue());
      }
      to.writeEndObject();
    }
  }

  private static void prices(Rates rates, JsonGenerator to) throws IOException {
    for (Map.Entry<Meter, BigDecimal> price : rates.told().entrySet()) {
      to.writeNumberField(price.getKey().word(), price.getValue());
    }
  }
}
