package io.medseg.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.Writer;

/** JSON laid out as {@code json.dump(..., indent=4, sort_keys=True)} of Python writes it. */
public enum JsonText {
  /** A number that is not one is {@code null}: any reader takes the file. */
  STRICT("null", "null", "null"),
  /** A number that is not one is a bare {@code NaN}, as Python writes and nnU-Net's tools read. */
  PYTHON("NaN", "Infinity", "-Infinity");

  private final ObjectWriter writer;

  JsonText(String nan, String positiveInfinity, String negativeInfinity) {
    JsonSerializer<Double> numbers =
        new JsonSerializer<>() {
          @Override
          public void serialize(Double value, JsonGenerator out, SerializerProvider context)
              throws IOException {
            if (value.isNaN()) {
              out.writeNumber(nan);
            } else if (value.isInfinite()) {
              out.writeNumber(value > 0 ? positiveInfinity : negativeInfinity);
            } else {
              out.writeNumber(PythonFloat.repr(value));
            }
          }
        };
    writer =
        new ObjectMapper()
            .registerModule(
                new SimpleModule()
                    .addSerializer(Double.class, numbers)
                    .addSerializer(double.class, numbers))
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .writer(new Layout());
  }

  /** Writes nested maps, lists, arrays, strings, numbers and booleans, and a line end. */
  public void write(Object value, Writer out) throws IOException {
    writer.writeValue(out, value);
    out.write('\n');
  }

  private static final class Layout extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    Layout() {
      DefaultIndenter four = new DefaultIndenter("    ", "\n");
      indentObjectsWith(four);
      indentArraysWith(four);
    }

    private Layout(Layout base) {
      super(base);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Layout(this);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
      out.writeRaw(": ");
    }

    @Override
    public void writeEndArray(JsonGenerator out, int values) throws IOException {
      closeEmptyTightly(out, values, ']');
    }

    @Override
    public void writeEndObject(JsonGenerator out, int entries) throws IOException {
      closeEmptyTightly(out, entries, '}');
    }

    private void closeEmptyTightly(JsonGenerator out, int entries, char end) throws IOException {
      if (entries > 0 && end == ']') {
        super.writeEndArray(out, entries);
      } else if (entries > 0) {
        super.writeEndObject(out, entries);
      } else {
        _nesting--;
        out.writeRaw(end);
      }
    }
  }
}
