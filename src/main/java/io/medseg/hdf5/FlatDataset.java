package io.medseg.hdf5;

import io.jhdf.api.Group;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataLayout;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.Message;
import io.jhdf.storage.HdfFileChannel;
import io.medseg.volume.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A contiguous dataset. */
final class FlatDataset extends StreamedDataset {
  private static final int BUFFER = 1 << 20;

  private final Hdf5Writer.Source source;

  FlatDataset(String name, Group parent, Shape shape, DataType type, Hdf5Writer.Source source) {
    super(name, parent, shape, type);
    this.source = source;
  }

  /** Writes header and elements from a position on; returns the position behind them. */
  @Override
  public long write(HdfFileChannel file, long position) {
    long data = position + header(file, position, layout(0)).limit();
    writeFully(file, header(file, position, layout(data)), position);
    long end = writeElements(file, data);
    file.position(end);
    return end;
  }

  private List<Message> layout(long data) {
    return List.of(ContiguousDataLayoutMessage.create(data, getSizeInBytes()));
  }

  private long writeElements(HdfFileChannel file, long position) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
    int most = BUFFER / type().getSize();
    long elements = shape().elements();
    long at = position;
    for (long first = 0; first < elements; first += most) {
      int count = (int) Math.min(most, elements - first);
      source.copy(first, count, buffer.clear());
      if (buffer.position() != count * type().getSize()) {
        throw new IllegalStateException(
            "A source gave " + buffer.position() + " bytes for " + count + " elements");
      }
      at += writeFully(file, buffer.flip(), at);
    }
    return at;
  }

  @Override
  public DataLayout getDataLayout() {
    return DataLayout.CONTIGUOUS;
  }
}
