package io.medseg.spark;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Turns text into what a Param of Spark ML holds. Its class tells for numbers and lists; a plain
 * Param tells nothing, there the type that its setter takes decides: text, a class, or an instance
 * of the class that the text names.
 */
record ParamText(Params owner, Param<?> param) {
  /** A value cannot be read; the message says what is expected. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /** What the text stands for. */
  Object value(String text) throws Unreadable {
    try {
      if (param instanceof IntParam) {
        return Integer.valueOf(text.strip());
      } else if (param instanceof LongParam) {
        return Long.valueOf(text.strip());
      } else if (param instanceof FloatParam) {
        return Float.valueOf(text);
      } else if (param instanceof DoubleParam) {
        return Double.valueOf(text);
      } else if (param instanceof BooleanParam) {
        return truth(text);
      } else if (param instanceof StringArrayParam) {
        return items(text).toArray(String[]::new);
      } else if (param instanceof IntArrayParam) {
        return items(text).stream().mapToInt(Integer::parseInt).toArray();
      } else if (param instanceof DoubleArrayParam) {
        return items(text).stream().mapToDouble(Double::parseDouble).toArray();
      }
    } catch (NumberFormatException e) {
      throw new Unreadable(kind() + " is expected");
    }
    return object(text);
  }

  /** What it takes, for messages. */
  String kind() {
    return switch (param.getClass().getSimpleName()) {
      case "IntParam", "LongParam" -> "an integer";
      case "FloatParam", "DoubleParam" -> "a number";
      case "BooleanParam" -> "true or false";
      case "IntArrayParam" -> "integers separated by commas";
      case "DoubleArrayParam" -> "numbers separated by commas";
      default -> "text";
    };
  }

  private Boolean truth(String text) throws Unreadable {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Unreadable(kind() + " is expected");
    };
  }

  private static List<String> items(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).toList();
  }

  private Object object(String text) throws Unreadable {
    Class<?> type = setterType();
    if (type.isAssignableFrom(String.class)) {
      return text;
    }
    try {
      Class<?> named = Class.forName(text.strip(), true, TransformerRecipe.classLoader());
      if (type == Class.class) {
        return named;
      }
      return type.cast(named.getConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new Unreadable(
          "the name of a class that is a %s with a public constructor () is expected (%s)"
              .formatted(type.getName(), e));
    }
  }

  /** Text where there is no setter to ask. */
  private Class<?> setterType() {
    String name = param.name();
    String setter = "set" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return Arrays.stream(owner.getClass().getMethods())
        .filter(method -> method.getName().equals(setter) && method.getParameterCount() == 1)
        .map(Method::getParameterTypes)
        .map(types -> types[0])
        .findFirst()
        .<Class<?>>map(type -> type)
        .orElse(String.class);
  }
}
