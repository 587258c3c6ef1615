package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.volume.Padding;
import io.medseg.volume.Region;
import io.medseg.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeededPlanesTest {
  private final Volume image = TestScans.random("s1", 4, 5, 6, 1, 1).image();
  private final List<Volume> again = new ArrayList<>();
  private final NeededPlanes planes =
      new NeededPlanes(
          image,
          () -> {
            again.add(image);
            return image;
          });

  private static Element element(int[] start, int[] stop) {
    return new Element(0, Region.of(start, stop), Padding.none(3));
  }

  @Test
  void keepsThePlanesOfItsElements() {
    planes.keep(element(new int[] {0, 0, 2}, new int[] {4, 5, 4}), SliceAxis.D);
    Volume volume = planes.volume();
    assertThat(volume.shape()).isEqualTo(image.shape());
    assertThat(volume.plane(2)).isSameAs(image.plane(2));
    assertThat(volume.plane(3)).isSameAs(image.plane(3));
    assertThat(again).isEmpty();
  }

  @Test
  void takesOtherPlanesFromTheImageAgain() {
    planes.keep(element(new int[] {0, 0, 2}, new int[] {4, 5, 4}), SliceAxis.D);
    assertThat(planes.volume().plane(5)).isSameAs(image.plane(5));
    assertThat(again).hasSize(1);
  }

  @Test
  void knowsWhichAxisIsThatOfThePlanes() {
    // Axes W, D, H: planes 1 to 4 along D.
    planes.keep(element(new int[] {0, 1, 0}, new int[] {5, 5, 1}), SliceAxis.H);
    Volume volume = planes.volume();
    for (int d = 1; d < 5; d++) {
      assertThat(volume.plane(d)).isSameAs(image.plane(d));
    }
    assertThat(again).isEmpty();
  }

  /** A loader from outside may know nothing of SLICE_AXIS. */
  @Test
  void takesElementsThatAreInTheOrderOfTheVolumeAllTheSame() {
    NeededPlanes flat =
        new NeededPlanes(TestScans.random("s2", 4, 5, 2, 1, 1).image(), () -> image);
    flat.keep(element(new int[] {0, 0, 1}, new int[] {4, 5, 2}), SliceAxis.H);
    assertThat(flat.volume().plane(1)).hasSize(20);
  }
}
