package io.medseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Registry<CharSequence> registry =
      new Registry<>("text", CharSequence.class, Map.of("plain", "java.lang.String"));

  @Test
  void makesABuiltInWithItsArgument() {
    assertThat(registry.create("plain", String.class, "argument").toString()).isEqualTo("argument");
    assertThat(registry.create("plain").length()).isZero();
  }

  @Test
  void makesAClassByItsName() {
    assertThat(registry.create("java.lang.StringBuilder", String.class, "x").toString())
        .isEqualTo("x");
  }

  @Test
  void listsTheKnownNamesWhenOneIsUnknown() {
    assertThatThrownBy(() -> registry.create("fancy"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid text: fancy; known are plain, or the full name of a class given with --jars");
  }

  @Test
  void namesJarsWhenAClassIsMissing() {
    assertThatThrownBy(() -> registry.create("com.example.Mine"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot find text class com.example.Mine: it is not on the class path; give its jar with --jars");
  }

  @Test
  void refusesAClassOfAnotherKindAndOneWithoutTheConstructor() {
    assertThatThrownBy(() -> registry.create("java.lang.Integer"))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid text: class java.lang.Integer is no java.lang.CharSequence");
    assertThatThrownBy(() -> registry.create("plain", Map.class, Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot create text plain: class java.lang.String has no public constructor (Map)");
  }

  @Test
  void passesOnWhatAConstructorRefuses() {
    Registry<Object> refusing =
        new Registry<>("thing", Object.class, Map.of("strict", Strict.class.getName()));

    assertThatThrownBy(() -> refusing.create("strict", String.class, "odd"))
        .isInstanceOf(InputException.class)
        .hasMessage("Invalid thing: odd");
    assertThatThrownBy(() -> refusing.create("strict", String.class, null))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot create thing strict: java.lang.NullPointerException");
  }

  @Test
  void saysWhyAClassCannotBeMade() {
    Registry<Object> any = new Registry<>("thing", Object.class, Map.of());

    assertThatThrownBy(() -> any.create(Hidden.class.getName()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot create thing io.medseg.RegistryTest$Hidden: class"
                + " io.medseg.RegistryTest$Hidden is not public");
    assertThatThrownBy(() -> any.create("java.lang.Number"))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot create thing java.lang.Number: class java.lang.Number is abstract");
  }

  @Test
  void saysThatAClassDoesNotFitWhatItWasBuiltFor() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(new Broken(before));
    try {
      assertThatThrownBy(() -> registry.create("com.example.Mine"))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot load text class com.example.Mine: java.lang.NoClassDefFoundError:"
                  + " com/example/Needed; a jar that it needs is not given with --jars, or it is"
                  + " built for another version");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void saysWhatTheStaticPartsOfAClassRanInto() {
    Registry<Object> any = new Registry<>("thing", Object.class, Map.of());

    assertThatThrownBy(() -> any.create(Unlucky.class.getName()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot load thing class io.medseg.RegistryTest$Unlucky: its static parts fail:"
                + " java.lang.NumberFormatException: For input string: \"x\"");
  }

  /** Fails when it is loaded. */
  public static final class Unlucky {
    static final int NUMBER = Integer.parseInt("x");
  }

  /** Has every class but what that needs. */
  private static final class Broken extends ClassLoader {
    Broken(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> findClass(String name) {
      throw new NoClassDefFoundError("com/example/Needed");
    }
  }

  /** Cannot be made from elsewhere. */
  static final class Hidden {}

  /** Refuses everything, in words or not. */
  public static final class Strict {
    public Strict(String value) {
      throw new InputException("Invalid thing: " + value.trim());
    }
  }
}
