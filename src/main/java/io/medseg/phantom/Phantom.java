package io.medseg.phantom;

import io.medseg.volume.MaskVolume;
import io.medseg.volume.Volume;
import java.util.SplittableRandom;

/**
 * A knee-like scan with exact masks, drawn from a seed alone: femoral cartilage, tibial cartilage
 * (medial, lateral) and meniscus on a noisy, unevenly lit background. Definition, names and order
 * of the draws are those of {@code tools/phantom.py}, which gives the same bits.
 *
 * @param image intensities around 0 to 1
 * @param masks four channels, of which no two overlap
 */
public record Phantom(Volume image, MaskVolume masks) {
  /** Names of the mask channels. */
  public static final String[] STRUCTURES = {
    "femoral cartilage", "tibial cartilage, medial", "tibial cartilage, lateral", "meniscus"
  };

  private static final int MEDIAL = 1;
  private static final int LATERAL = 2;
  private static final int MENISCUS = 3;

  /**
   * Draws the scan of a seed; the same seed in another size is the same anatomy with other noise.
   */
  public static Phantom draw(long seed, int height, int width, int depth) {
    SplittableRandom random = new SplittableRandom(seed);
    Anatomy anatomy = Anatomy.draw(random);
    Volume image = Volume.zeros(height, width, depth);
    MaskVolume masks = MaskVolume.empty(height, width, depth, STRUCTURES.length);
    for (int h = 0; h < height; h++) {
      for (int w = 0; w < width; w++) {
        for (int d = 0; d < depth; d++) {
          Anatomy.Point point = anatomy.at(centre(w, width), centre(h, height), centre(d, depth));
          if (point.structure() >= 0) {
            masks.set(h, w, d, point.structure());
          }
          image.plane(d)[h * width + w] = (float) anatomy.intensity(point, random);
        }
      }
    }
    return new Phantom(image, masks);
  }

  private static double centre(int index, int length) {
    return (double) (2 * index + 1) / length - 1;
  }

  /** Shapes, light and noise of one scan; coordinates run from -1 to 1. */
  private record Anatomy(Femur femur, Tibia tibia, Meniscus meniscus, Light light) {
    private record Femur(
        double cx,
        double cy,
        double rad,
        double asp,
        double tf,
        double kz,
        double arc,
        double zf) {}

    private record Tibia(
        double gap,
        double tt,
        double curv,
        double tilt,
        double xi,
        double xm,
        double xl,
        double zt) {}

    private record Meniscus(double mx, double ax, double ay, double zm) {}

    private record Light(
        double[] bias,
        double fx,
        double fy,
        double fz,
        double ph,
        double amp,
        double sig,
        double gain) {}

    /** A place, what is there (-1: none of the structures), and its plain brightness. */
    private record Point(double x, double y, double z, int structure, double base) {}

    static Anatomy draw(SplittableRandom u) {
      Femur femur =
          new Femur(
              in(-0.10, 0.10, u),
              in(-0.45, -0.30, u),
              in(0.50, 0.60, u),
              in(0.80, 0.95, u),
              in(0.12, 0.18, u),
              in(0.10, 0.25, u),
              in(-0.05, 0.15, u),
              in(0.80, 0.98, u));
      Tibia tibia =
          new Tibia(
              in(0.03, 0.08, u),
              in(0.11, 0.16, u),
              in(0.05, 0.20, u),
              in(-0.06, 0.06, u),
              in(0.06, 0.12, u),
              in(0.55, 0.70, u),
              in(0.50, 0.65, u),
              in(0.70, 0.95, u));
      Meniscus meniscus =
          new Meniscus(in(0.42, 0.55, u), in(0.16, 0.22, u), in(0.14, 0.20, u), in(0.65, 0.90, u));
      double[] bias = {
        in(-0.12, 0.12, u), in(-0.12, 0.12, u), in(-0.08, 0.08, u),
        in(-0.12, 0.12, u), in(-0.12, 0.12, u), in(-0.12, 0.12, u)
      };
      Light light =
          new Light(
              bias,
              in(2.50, 6.00, u),
              in(2.50, 6.00, u),
              in(0.50, 2.00, u),
              in(0.00, 1.00, u),
              in(0.02, 0.05, u),
              in(0.08, 0.14, u),
              in(0.90, 1.10, u));
      return new Anatomy(femur, tibia, meniscus, light);
    }

    private static double in(double low, double high, SplittableRandom random) {
      return low + (high - low) * random.nextDouble();
    }

    Point at(double x, double y, double z) {
      double dx = x - femur.cx;
      double dy = y - femur.cy;
      double q = dx * femur.asp;
      double r = Math.sqrt(q * q + dy * dy);
      double rz = femur.rad * (1 - femur.kz * z * z);
      double ys =
          femur.cy
              + femur.rad
              + 0.5 * femur.tf
              + tibia.gap
              + 0.5 * tibia.tt
              + tibia.tilt * dx
              - tibia.curv * dx * dx;
      boolean femoral =
          Math.abs(r - rz) <= 0.5 * femur.tf && dy >= femur.arc && Math.abs(z) <= femur.zf;
      boolean sheet = Math.abs(y - ys) <= 0.5 * tibia.tt && Math.abs(z) <= tibia.zt && !femoral;
      boolean medial = sheet && dx <= -tibia.xi && dx >= -tibia.xm;
      boolean lateral = sheet && dx >= tibia.xi && dx <= tibia.xl;
      boolean wedge =
          inMeniscus(dx, y, z, ys) && r > rz + 0.5 * femur.tf && y < ys - 0.5 * tibia.tt;
      double base = 0.35;
      base = x * x + 0.5 * y * y > 0.9 ? 0.05 : base;
      base = r < rz - 0.5 * femur.tf ? 0.55 : base;
      base = y > ys + 0.5 * tibia.tt && Math.abs(dx) <= 0.75 ? 0.50 : base;
      int structure = femoral ? 0 : medial ? MEDIAL : lateral ? LATERAL : wedge ? MENISCUS : -1;
      base = femoral ? 0.80 : medial || lateral ? 0.75 : wedge ? 0.15 : base;
      return new Point(x, y, z, structure, base);
    }

    private boolean inMeniscus(double dx, double y, double z, double ys) {
      double ex = (Math.abs(dx) - meniscus.mx * (1 - 0.3 * z * z)) / meniscus.ax;
      double ey = (y - (ys - 0.5 * tibia.tt - 0.4 * meniscus.ay)) / meniscus.ay;
      double ez = z / meniscus.zm;
      return ex * ex + ey * ey + ez * ez <= 1;
    }

    double intensity(Point at, SplittableRandom u) {
      double x = at.x;
      double y = at.y;
      double z = at.z;
      double[] b = light.bias;
      double texture =
          light.amp
              * (triangle(light.fx * x + light.fy * y + light.fz * z + light.ph)
                  + triangle(light.fy * x - light.fx * y + light.ph));
      double bias = 1 + b[0] * x + b[1] * y + b[2] * z + b[3] * x * x + b[4] * y * y + b[5] * x * y;
      double noise =
          light.sig * (u.nextDouble() + u.nextDouble() + u.nextDouble() + u.nextDouble() - 2);
      double value = light.gain * (at.base + texture) * bias + noise;
      return value < 0 ? 0 : value;
    }

    private static double triangle(double t) {
      return 4 * Math.abs(t - Math.floor(t) - 0.5) - 1;
    }
  }
}
