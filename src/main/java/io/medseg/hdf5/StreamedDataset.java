package io.medseg.hdf5;

import io.jhdf.AbstractWritableNode;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Group;
import io.jhdf.api.NodeType;
import io.jhdf.api.WritableDataset;
import io.jhdf.exceptions.HdfWritingException;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.Message;
import io.jhdf.storage.HdfFileChannel;
import io.medseg.volume.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A dataset that jhdf writes from a stream of elements: its own datasets take nested arrays only
 * and write one run of the last axis at a time, hundreds of times slower.
 */
abstract class StreamedDataset extends AbstractWritableNode implements WritableDataset {
  private final Shape shape;
  private final DataType type;

  StreamedDataset(String name, Group parent, Shape shape, DataType type) {
    super(parent, name);
    this.shape = shape;
    this.type = type;
  }

  Shape shape() {
    return shape;
  }

  DataType type() {
    return type;
  }

  /** The header; its length does not depend on the addresses in these messages. */
  ByteBuffer header(HdfFileChannel file, long position, List<Message> layout) {
    List<Message> messages = new ArrayList<>();
    messages.add(DataTypeMessage.create(type));
    messages.add(DataSpaceMessage.create(space(file)));
    messages.add(FillValueMessage.NO_FILL);
    messages.addAll(layout);
    return new ObjectHeader.ObjectHeaderV2(position, messages).toBuffer();
  }

  /** Version 2, without maximal lengths, of kind 0 (scalar) or 1 (simple). */
  private DataSpace space(HdfFileChannel file) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + Long.BYTES * shape.rank());
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 2).put((byte) shape.rank()).put((byte) 0);
    bytes.put((byte) (shape.rank() == 0 ? 0 : 1));
    for (long length : getDimensionsAsLong()) {
      bytes.putLong(length);
    }
    return DataSpace.readDataSpace(bytes.flip(), file.getSuperblock());
  }

  static long writeFully(HdfFileChannel file, ByteBuffer bytes, long position) {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
    return at - position;
  }

  @Override
  public long getSize() {
    return shape.elements();
  }

  @Override
  public long getSizeInBytes() {
    return Math.multiplyExact(getSize(), (long) type.getSize());
  }

  @Override
  public long getStorageInBytes() {
    return getSizeInBytes();
  }

  @Override
  public int[] getDimensions() {
    return shape.toArray();
  }

  @Override
  public long[] getDimensionsAsLong() {
    return Arrays.stream(shape.toArray()).asLongStream().toArray();
  }

  @Override
  public long[] getMaxSize() {
    return getDimensionsAsLong();
  }

  @Override
  public DataType getDataType() {
    return type;
  }

  @Override
  public Class<?> getJavaType() {
    return type.getJavaType();
  }

  @Override
  public List<PipelineFilterWithData> getFilters() {
    return List.of();
  }

  @Override
  public Object getFillValue() {
    return null;
  }

  @Override
  public boolean isScalar() {
    return shape.rank() == 0;
  }

  @Override
  public boolean isEmpty() {
    return getSize() == 0;
  }

  @Override
  public boolean isCompound() {
    return false;
  }

  @Override
  public boolean isVariableLength() {
    return false;
  }

  @Override
  public NodeType getType() {
    return NodeType.DATASET;
  }

  @Override
  public boolean isGroup() {
    return false;
  }

  @Override
  public boolean isLink() {
    return false;
  }

  @Override
  public boolean isAttributeCreationOrderTracked() {
    return false;
  }

  @Override
  public long getAddress() {
    throw new HdfWritingException("no address before it is written");
  }

  @Override
  public Object getData() {
    throw new HdfWritingException("write only");
  }

  @Override
  public Object getDataFlat() {
    throw new HdfWritingException("write only");
  }

  @Override
  public Object getData(long[] offset, int[] lengths) {
    throw new HdfWritingException("write only");
  }
}
