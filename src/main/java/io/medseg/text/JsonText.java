package io.medseg.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.medseg.InputException;
import java.util.Map;

/** Reads JSON as Python's {@code json} writes it: NaN and Infinity are numbers. */
public final class JsonText {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /**
   * The object that a JSON text holds, in maps, lists, strings, numbers, booleans and null.
   *
   * @param kind as messages call the file, as in "annotation file"
   * @throws InputException if it is not JSON (the line is named), or something else than an object
   */
  public static Map<String, Object> object(String kind, TextFile file) {
    try {
      Map<String, Object> object =
          MAPPER.readValue(file.text(), new TypeReference<Map<String, Object>>() {});
      if (object == null) {
        throw cannot(kind, file, "it holds no object ({...})", null);
      }
      return object;
    } catch (MismatchedInputException e) {
      throw cannot(kind, file, "it holds no object ({...}), or more than one", e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw cannot(kind, file, "it is not JSON: line " + line + ": " + e.getOriginalMessage(), e);
    }
  }

  private static InputException cannot(String kind, TextFile file, String why, Exception cause) {
    return new InputException("Cannot read " + kind + " " + file.path() + ": " + why, cause);
  }
}
