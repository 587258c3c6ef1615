package io.medseg.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import io.medseg.volume.Shape;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AxisAdviceTest {
  private static final Shape IMAGE = Shape.of(24, 32, 16);

  @TempDir Path folder;

  private static String one(int axis) {
    return "; axis %d (from 0) of length 1 is too many: write x.squeeze(%d)".formatted(axis, axis);
  }

  @Test
  void anAxisOfLengthOneIsNamed() {
    assertThat(AxisAdvice.image(Shape.of(24, 32, 16, 1))).isEqualTo(one(3));
    assertThat(AxisAdvice.image(Shape.of(1, 24, 32, 16))).isEqualTo(one(0));
    assertThat(AxisAdvice.image(Shape.of(24, 32, 1, 1))).isEqualTo(one(3));
    assertThat(AxisAdvice.image(Shape.of(1, 24, 32, 16, 1)))
        .isEqualTo("; axis 0, 4 (from 0) of length 1 is too many: write x.squeeze((0, 4))");
    assertThat(AxisAdvice.image(Shape.of(24, 32, 16, 3)))
        .isEqualTo("; it has 1 axes too many: write one dataset for each image");
    assertThat(AxisAdvice.image(Shape.of(24, 32))).isEmpty();
    assertThat(AxisAdvice.masks(IMAGE, Shape.of(1, 24, 32, 16, 2))).isEqualTo(one(0));
    assertThat(AxisAdvice.masks(IMAGE, Shape.of(24, 32, 16, 1, 2))).isEqualTo(one(3));
  }

  @Test
  void turnedAxesAreToldFromOtherShapes() {
    assertThat(AxisAdvice.masks(IMAGE, Shape.of(2, 16, 32, 24)))
        .isEqualTo("; its axes are in turned order, as MATLAB writes them: write x.transpose()");
    assertThat(AxisAdvice.masks(IMAGE, Shape.of(2, 24, 32, 16)))
        .startsWith("; the axis of classes comes first: write numpy.moveaxis(x, 0, -1), and if ");
    assertThat(AxisAdvice.masks(IMAGE, Shape.of(24, 32, 15, 2))).isEmpty();
    assertThat(AxisAdvice.masks(IMAGE, Shape.of(24, 32, 16, 2))).isEmpty();
  }

  @Test
  void messagesOfScansEndWithIt() {
    Configuration hadoop = new Configuration(false);
    String file = folder.resolve("a.h5").toString();
    Scan scan = new Scan("a", null, new ScanSource.VolumeFile(file, null, file, null), 1, Map.of());
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop)) {
      write(file, IMAGE.append(1), IMAGE.append(2), hadoop);
      assertThatThrownBy(() -> reader.header(scan))
          .hasMessage(
              "Cannot read scan a: image volume of %s is 24x32x16x1; expected HxWxD%s",
              file, one(3));
      write(file, IMAGE, Shape.of(2, 16, 32, 24), hadoop);
      assertThatThrownBy(() -> reader.read(scan))
          .hasMessage(
              "Cannot read scan a: image volume of %s is 24x32x16 but mask seg of %s is 2x16x32x24; its axes are in turned order, as MATLAB writes them: write x.transpose()",
              file, file);
    }
  }

  private static void write(String file, Shape image, Shape masks, Configuration hadoop) {
    new Hdf5Writer()
        .floats("volume", image, new float[(int) image.elements()])
        .bytes("seg", masks, new byte[(int) masks.elements()])
        .write(new org.apache.hadoop.fs.Path(file), hadoop);
  }
}
