package io.medseg.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.storage.HdfBackingStorage;
import io.jhdf.storage.HdfFileChannel;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Lets jhdf ask for bytes of the file only. It makes a buffer of whatever length a header states
 * before it reads, so a damaged length of 2 GB would take them, or end in an OutOfMemoryError that
 * other tasks of the process may meet.
 */
final class BoundedStorage extends HdfFileChannel {
  private final long length;

  private BoundedStorage(FileChannel channel, Superblock superblock, long length) {
    super(channel, superblock);
    this.length = length;
  }

  /**
   * Opens the file whose signature is at a position.
   *
   * @param length of the file
   */
  static HdfFile open(FileChannel channel, long signature, long length) {
    Superblock superblock = Superblock.readSuperblock(channel, signature);
    try {
      // jhdf takes a storage of its caller's for bytes in memory only; 0.13.0 is what this is for.
      Constructor<HdfFile> constructor =
          HdfFile.class.getDeclaredConstructor(HdfBackingStorage.class);
      constructor.setAccessible(true);
      return constructor.newInstance(new BoundedStorage(channel, superblock, length));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException damaged) {
        throw damaged;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot open files with this version of jhdf", e);
    }
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int count) {
    check(address + getUserBlockSize(), count);
    return super.readBufferFromAddress(address, count);
  }

  @Override
  public ByteBuffer map(long address, long count) {
    check(address + getUserBlockSize(), count);
    return super.map(address, count);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long count) {
    check(address, count);
    return super.mapNoOffset(address, count);
  }

  private void check(long address, long count) {
    if (address < 0 || count < 0 || address > length - count) {
      throw new HdfException(
          "%d bytes at %d of a file of %d bytes".formatted(count, address, length));
    }
  }
}
