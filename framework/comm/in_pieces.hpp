// Gathering and exchanging more than one message may hold, piece by piece, in bounded memory besides the result.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "comm/counts.hpp"
#include "comm/together.hpp"

namespace rowgrad {

/// Bytes of all ranks together.
inline constexpr std::size_t usual_piece = std::size_t{64} << 20;

/// How much of `count` values belongs to the piece that begins at `done` and has `most`.
inline std::size_t in_piece(std::size_t count, std::size_t done, std::size_t most) {
  return std::min(most, count - std::min(done, count));
}

/// Puts everybody's values behind each other in `all`, as Communicator::gather() does; `mine` may stand at its own
/// place there already. Collective.
template <class T>
void gather_in_pieces(Communicator& ranks, std::span<const T> mine, std::span<T> all, Communicator::Counts counts,
                      std::size_t piece_bytes = usual_piece) {
  const std::size_t most = std::ranges::max(counts);
  const std::size_t each =
      std::clamp<std::size_t>(piece_bytes / sizeof(T) / counts.size(), 1, std::max<std::size_t>(1, most));
  std::vector<T> piece = together(ranks, [&] { return std::vector<T>(each * counts.size()); });
  std::vector<std::size_t> here(counts.size());
  for (std::size_t done = 0; done < most; done += each) {
    for (std::size_t r = 0; r < counts.size(); ++r) here[r] = in_piece(counts[r], done, each);
    const std::size_t sum = sum_of(here);
    ranks.gather(mine.subspan(std::min(done, mine.size()), in_piece(mine.size(), done, each)),
                 std::span<T>(piece).first(sum), here);
    const T* from = piece.data();
    T* start = all.data();
    for (std::size_t r = 0; r < counts.size(); ++r) {
      if (here[r] > 0) std::copy_n(from, here[r], start + done);
      from += here[r];
      start += counts[r];
    }
  }
}

/// Rank r gets out[r]. Returns what the ranks have for this one, by rank. Collective.
template <class T>
std::vector<std::vector<T>> exchange_in_pieces(Communicator& ranks, const std::vector<std::vector<T>>& out,
                                               std::size_t piece_bytes = usual_piece) {
  std::vector<std::size_t> out_sizes, in_sizes(out.size());
  for (const auto& values : out) out_sizes.push_back(values.size());
  const std::vector<std::size_t> ones(out.size(), 1);
  ranks.exchange(std::span<const std::size_t>(out_sizes), ones, std::span<std::size_t>(in_sizes), ones);
  const std::size_t most = std::ranges::max(ranks.gather_one(std::ranges::max(out_sizes)));
  const std::size_t each = std::max<std::size_t>(1, piece_bytes / sizeof(T) / out.size());
  std::vector<std::vector<T>> in(out.size());
  std::vector<T> sent, got;
  for (std::size_t done = 0; done < most; done += each) {
    std::vector<std::size_t> out_here, in_here;
    together(ranks, [&] {
      sent.clear();
      for (std::size_t r = 0; r < out.size(); ++r) {
        out_here.push_back(in_piece(out_sizes[r], done, each));
        in_here.push_back(in_piece(in_sizes[r], done, each));
        const T* first = out[r].data() + std::min(done, out_sizes[r]);
        sent.insert(sent.end(), first, first + out_here[r]);
      }
      got.resize(sum_of(in_here));
    });
    ranks.exchange(std::span<const T>(sent), out_here, std::span<T>(got), in_here);
    together(ranks, [&] {
      const T* from = got.data();
      for (std::size_t r = 0; r < out.size(); from += in_here[r], ++r)
        in[r].insert(in[r].end(), from, from + in_here[r]);
    });
  }
  return in;
}

}  // namespace rowgrad
