package io.medseg.job;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Requests for shards out of the options of the command line. */
final class ShardRequests {
  private ShardRequests() {}

  /** What these options ask for. */
  static ShardRequest of(String... options) {
    ShardOptions shards = new ShardOptions();
    CommandSpec command =
        CommandSpec.create().addMixin("shards", CommandSpec.forAnnotatedObject(shards));
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
    return shards.asked();
  }
}
