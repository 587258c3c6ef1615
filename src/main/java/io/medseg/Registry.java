package io.medseg;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds an implementation by name: a built-in name, or the name of a class on the class path. The
 * same rules and messages for loaders, transforms, metrics, evaluators, layouts and writers.
 * Classes are looked for with the thread's context class loader, which knows the jars of --jars on
 * the driver as on executors. Immutable.
 *
 * @param <T> what is looked for
 */
public final class Registry<T> {
  private final String kind;
  private final Class<T> type;
  private final Map<String, String> builtIns;

  /**
   * @param kind as messages call it, as in "metric"
   * @param builtIns class names by built-in name, in the order in which messages list them
   */
  public Registry(String kind, Class<T> type, Map<String, String> builtIns) {
    this.kind = kind;
    this.type = type;
    this.builtIns = new LinkedHashMap<>(builtIns);
  }

  /** The built-in names. */
  public Iterable<String> names() {
    return builtIns.keySet();
  }

  /**
   * A new instance made by the public constructor that takes an argument of this type.
   *
   * @throws InputException if the name is unknown (the known ones are listed), the class is not on
   *     the class path (--jars is named), is of another kind, or its constructor refuses the
   *     argument
   */
  public <A> T create(String name, Class<A> argumentType, A argument) {
    return instantiate(name, new Class<?>[] {argumentType}, argument);
  }

  /**
   * A new instance made by the public constructor without arguments; fails as {@link
   * #create(String, Class, Object)} does.
   */
  public T create(String name) {
    return instantiate(name, new Class<?>[0]);
  }

  private T instantiate(String name, Class<?>[] types, Object... arguments) {
    Class<? extends T> found = find(name);
    checkUsable(name, found);
    try {
      return found.getConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InputException refused) {
        throw refused;
      }
      throw new InputException(what(name) + e.getCause(), e.getCause());
    } catch (NoSuchMethodException e) {
      throw new InputException(
          what(name)
              + "class "
              + found.getName()
              + " has no public constructor ("
              + (types.length == 0 ? "" : types[0].getSimpleName())
              + ")",
          e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InputException(what(name) + e, e);
    }
  }

  private String what(String name) {
    return "Cannot create " + kind + " " + name + ": ";
  }

  /** What the constructor itself would only say in an exception. */
  private void checkUsable(String name, Class<?> found) {
    if (Modifier.isAbstract(found.getModifiers())) {
      throw new InputException(what(name) + "class " + found.getName() + " is abstract");
    }
    if (!Modifier.isPublic(found.getModifiers())) {
      throw new InputException(what(name) + "class " + found.getName() + " is not public");
    }
  }

  private Class<? extends T> find(String name) {
    String className = builtIns.get(name);
    if (className == null) {
      if (!name.contains(".")) {
        throw new InputException(
            "Invalid "
                + kind
                + ": "
                + name
                + "; known are "
                + String.join(", ", builtIns.keySet())
                + ", or the full name of a class given with --jars");
      }
      className = name;
    }
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Class.forName(
              className, true, loader == null ? Registry.class.getClassLoader() : loader)
          .asSubclass(type);
    } catch (ClassNotFoundException e) {
      throw new InputException(
          "Cannot find "
              + kind
              + " class "
              + className
              + ": it is not on the class path; give its jar with --jars",
          e);
    } catch (ExceptionInInitializerError e) {
      throw new InputException(
          "Cannot load "
              + kind
              + " class "
              + className
              + ": its static parts fail: "
              + e.getCause(),
          e);
    } catch (LinkageError e) {
      throw new InputException(
          "Cannot load "
              + kind
              + " class "
              + className
              + ": "
              + e
              + "; a jar that it needs is not given with --jars, or it is built for another version",
          e);
    } catch (ClassCastException e) {
      throw new InputException(
          "Invalid " + kind + ": class " + className + " is no " + type.getName(), e);
    }
  }
}
