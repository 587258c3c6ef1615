package io.medseg;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A list whose elements are made from those of another list whenever one is asked for, and kept
 * nowhere: what is written of a hundred thousand scans need not be in memory at once. As safe for
 * many threads as the list beneath it.
 *
 * @param <S> elements of the list beneath
 * @param <T> elements of this one
 */
public final class MappedList<S, T> extends AbstractList<T> {
  private final List<S> source;
  private final Function<? super S, ? extends T> made;

  /**
   * @param source is not copied
   * @param made gives equal results for equal elements
   */
  public MappedList(List<S> source, Function<? super S, ? extends T> made) {
    this.source = source;
    this.made = made;
  }

  @Override
  public T get(int index) {
    return made.apply(source.get(index));
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Iterator<T> iterator() {
    Iterator<S> elements = source.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return elements.hasNext();
      }

      @Override
      public T next() {
        return made.apply(elements.next());
      }
    };
  }
}
