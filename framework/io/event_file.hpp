// Events as TensorBoard reads them: records of a TFRecord file, each an encoded Event message.
//
//   record: length (uint64) | masked crc of length (uint32) | Event | masked crc of Event (uint32), little-endian
//           (tensorflow/core/lib/io/record_writer.h; masked: rotated right by 15, plus 0xa282ead8, lib/hash/crc32c.h)
//   Event:  1: wall_time (double), 2: step (int64), 3: file_version (string) | 5: Summary | 7: SessionLog
//           (tensorflow/core/util/event.proto)
//   Summary: 1: Value, repeated; Value: 1: tag (string), 2: simple_value (float) (framework/summary.proto)
//   SessionLog: 1: status, START = 1
//
// A file begins with the version "brain.Event:2". A START says that what earlier files hold from its step on is void.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace rowgrad {

/// When an event was, in seconds since 1970, and after which step.
struct EventTime {
  double wall = 0.0;
  std::size_t step = 0;
};

using Scalar = std::pair<std::string, double>;  // tag, such as "dev/loss", and value

/// Each the bytes of one whole record.
std::string version_record(double wall);
std::string start_record(const EventTime& time);
std::string scalars_record(const EventTime& time, std::span<const Scalar> scalars);

/// events.out.tfevents.<second>.rowgrad: TensorBoard reads the files of a folder in the order of their names.
std::string event_file_name(std::uint64_t second);
bool is_event_file_name(const std::string& name);

}  // namespace rowgrad
