#include "io/event_file.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

std::string hex(const std::string& bytes) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text += digits[static_cast<unsigned char>(byte) >> 4];
    text += digits[static_cast<unsigned char>(byte) & 15U];
  }
  return text;
}

// Put together by hand from the format's description, the checksums by a program of ten lines. Whoever opens an event
// file of TensorFlow's finds the first one's length and checksum, 18 00 00 00 00 00 00 00 a3 7f 4b 22, at its
// beginning.
TEST_CASE("records of events have the bytes that the published format asks for") {
  const std::string version =
      "1800000000000000"            // length: 24
      "a37f4b22"                    // masked checksum of the length
      "09000000000000f03f"          // 1: wall time 1.0
      "1a0d"                        // 3: 13 bytes
      "627261696e2e4576656e743a32"  // "brain.Event:2"
      "86bf577a";                   // masked checksum of the event
  CHECK(hex(version_record(1.0)) == version);

  const std::string scalar =
      "1f00000000000000514b4418"
      "09000000000000f83f"    // 1: wall time 1.5
      "10ac02"                // 2: step 300
      "2a11"                  // 5: a summary of 17 bytes
      "0a0f"                  //   1: a value of 15 bytes
      "0a086465762f6c6f7373"  //     1: tag "dev/loss"
      "150000003f"            //     2: 0.5 as float
      "1769fd95";
  CHECK(hex(scalars_record({1.5, 300}, std::vector<Scalar>{{"dev/loss", 0.5}})) == scalar);

  const std::string start =
      "100000000000000095fbfe18"
      "09000000000000f83f"
      "10ad02"    // 2: step 301
      "3a020801"  // 7: a session log whose status is START
      "d17949d4";
  CHECK(hex(start_record({1.5, 301})) == start);
}

TEST_CASE("an event file is known by its whole name") {
  CHECK(event_file_name(1700000000) == "events.out.tfevents.1700000000.rowgrad");
  CHECK(is_event_file_name(event_file_name(1)));
  for (const char* name : {"events.out.tfevents.1700000000.host", "events.out.tfevents.17000000x0.rowgrad",
                           "../events.out.tfevents.1700000000.rowgrad", "events.out.tfevents.17000000000.rowgrad", ""})
    CHECK_FALSE(is_event_file_name(name));
}

}  // namespace
}  // namespace rowgrad
