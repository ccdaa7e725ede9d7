// Counter-based random numbers: the i-th number of a stream is a function of (key, i), so that it does not matter
// which thread asks, in which order, or whether a run was interrupted in between.
//
// The function is SplitMix64's output mix (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators").
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace rowgrad {

constexpr std::uint64_t mix64(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

/// A stream of random numbers. Cheap to copy; streams derived by different names or numbers are independent.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : key_(mix64(seed + golden)) {}

  /// An independent stream for one purpose ("shuffle"), or for the i-th epoch, sentence, step…
  constexpr Random stream(std::uint64_t index) const { return Random(key_ ^ mix64(index * golden + 1)); }
  constexpr Random stream(std::string_view purpose) const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
    for (const char c : purpose) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return stream(hash);
  }

  /// The i-th number of the stream: 64 uniform bits.
  constexpr std::uint64_t bits(std::uint64_t i) const { return mix64(key_ + (i + 1) * golden); }
  /// The i-th number of the stream, uniform in [0, 1).
  constexpr double uniform(std::uint64_t i) const { return static_cast<double>(bits(i) >> 11) * 0x1.0p-53; }
  /// The i-th number of the stream, uniform in {0, …, n − 1}. REQUIRES: 0 < n < 2^32 (bias below n / 2^64).
  constexpr std::uint64_t below(std::uint64_t i, std::uint64_t n) const {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(bits(i)) * n) >> 64);
  }
  /// The i-th number of the stream, standard normal (Box & Muller 1958).
  double normal(std::uint64_t i) const {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform(i & ~std::uint64_t{1})));
    const double angle = 2.0 * std::numbers::pi * uniform(i | 1);
    return radius * ((i & 1) == 0 ? std::cos(angle) : std::sin(angle));
  }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;
  std::uint64_t key_;
};

}  // namespace rowgrad
