// damaged(): what bad disks, cut transfers and ill will make of a file.
#pragma once

#include <random>
#include <string>
#include <string_view>

namespace rowgrad {

/// `bytes` with one to four random changes: bits flipped, cut short, a piece removed, doubled or moved, bytes that are
/// not UTF-8, a number replaced by one that programs stumble over.
inline std::string damaged(std::string bytes, std::mt19937& random) {
  static constexpr std::string_view numbers[] = {
      "-1", "0", "4294967296", "18446744073709551615", "9223372036854775807", "nan", "inf", "1e999", "1e-320"};
  const auto below = [&](std::size_t n) {
    return n == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  for (std::size_t changes = 1 + below(4); changes > 0 && !bytes.empty(); --changes) {
    const std::size_t at = below(bytes.size()), length = 1 + below(std::min<std::size_t>(64, bytes.size() - at));
    switch (below(7)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 1:
        bytes.resize(at);
        break;
      case 2:
        bytes.erase(at, length);
        break;
      case 3:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 4:
        bytes.insert(below(bytes.size()), bytes.substr(at, length));
        break;
      case 5:
        bytes.insert(at, length, static_cast<char>(below(256)));
        break;
      default: {
        const std::size_t digit = bytes.find_first_of("0123456789", at);
        if (digit == std::string::npos) break;
        const std::size_t end = std::min(bytes.find_first_not_of("0123456789.e-", digit), bytes.size());
        bytes.replace(digit, end - digit, numbers[below(std::size(numbers))]);
      }
    }
  }
  return bytes;
}

}  // namespace rowgrad
