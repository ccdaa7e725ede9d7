// RowPush: brings the gradient of a sharded table's rows to the ranks that have them, and adds them up there.
//
// Each rank sends an owner the rows of its slots, slot by slot; slots fall to ranks in order, so that an owner that
// adds what comes from rank 0, from rank 1, … adds in the order of the slots: the bits of one process.
#pragma once

#include "comm/communicator.hpp"
#include "graph/gradient.hpp"

namespace rowgrad {

class RowPush {
 public:
  explicit RowPush(Communicator& communicator) : communicator_(communicator) {}

  /// `sum`, of this rank's rows of a table of `all_rows`, becomes that of all slots. `mine` are the gradients of this
  /// rank's slots, in order, by the places of pulled rows; `ids` are these rows' ids, ascending. Collective.
  void add_up(std::span<const Gradient<float>* const> mine, std::span<const Id> ids, std::size_t all_rows,
              Gradient<float>& sum);

 private:
  void deal_out(std::span<const Gradient<float>* const> mine, std::span<const Id> ids, std::size_t all_rows,
                std::size_t d);

  Communicator& communicator_;
  std::vector<std::uint32_t> out_, in_;    // a row: its id, and its values' bits
  std::vector<std::size_t> out_n_, in_n_;  // of these numbers, by rank
};

}  // namespace rowgrad
