#include "io/event_file.hpp"

#include <fmt/format.h>

#include <bit>

#include "io/crc32c.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view prefix = "events.out.tfevents.", suffix = ".rowgrad";
constexpr std::size_t digits = 10;

// Protocol buffers' wire types.
constexpr std::uint64_t varint_type = 0, fixed64_type = 1, bytes_type = 2, fixed32_type = 5;

template <class T>
std::string little_endian(T value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
  return bytes;
}

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80U; value >>= 7) bytes += static_cast<char>((value & 0x7FU) | 0x80U);
  return bytes + static_cast<char>(value);
}

std::string field(std::uint64_t number, std::uint64_t type) { return varint(number << 3 | type); }
std::string field(std::uint64_t number, double value) {
  return field(number, fixed64_type) + little_endian(std::bit_cast<std::uint64_t>(value));
}
std::string field(std::uint64_t number, float value) {
  return field(number, fixed32_type) + little_endian(std::bit_cast<std::uint32_t>(value));
}
std::string field(std::uint64_t number, const std::string& bytes) {
  return field(number, bytes_type) + varint(bytes.size()) + bytes;
}
std::string count_field(std::uint64_t number, std::uint64_t value) {
  return field(number, varint_type) + varint(value);
}

std::uint32_t masked_crc(const std::string& bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return (crc >> 15 | crc << 17) + 0xa282ead8U;
}

std::string record(const std::string& event) {
  const std::string length = little_endian(std::uint64_t{event.size()});
  return length + little_endian(masked_crc(length)) + event + little_endian(masked_crc(event));
}

std::string event(const EventTime& time, const std::string& what) {
  return field(1, time.wall) + (time.step > 0 ? count_field(2, time.step) : "") + what;
}

}  // namespace

std::string version_record(double wall) { return record(event({wall, 0}, field(3, std::string("brain.Event:2")))); }

std::string start_record(const EventTime& time) { return record(event(time, field(7, count_field(1, 1)))); }

std::string scalars_record(const EventTime& time, std::span<const Scalar> scalars) {
  std::string summary;
  for (const auto& [tag, value] : scalars) summary += field(1, field(1, tag) + field(2, static_cast<float>(value)));
  return record(event(time, field(5, summary)));
}

std::string event_file_name(std::uint64_t second) { return fmt::format("{}{:0{}}{}", prefix, second, digits, suffix); }

bool is_event_file_name(const std::string& name) {
  return name.size() == prefix.size() + digits + suffix.size() && name.starts_with(prefix) && name.ends_with(suffix) &&
         name.find_first_not_of("0123456789", prefix.size()) == prefix.size() + digits;
}

}  // namespace rowgrad
