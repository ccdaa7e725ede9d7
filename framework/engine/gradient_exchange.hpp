// GradientExchange: adds up one parameter's gradients of a step whose slots are shared out among ranks.
//
// A slot is one of the batches of a step; each rank has some consecutive ones (share_of). The sum is taken in the order
// of the slots, whoever computed them: the same bits as in one process, on any number of ranks. Only rows that moved
// are sent, each slot's merged beforehand: first everybody's ids, after which all know what is to come, then the rows,
// in one of two ways that give the same bits:
//   gather  every rank receives every slot's rows and adds them up itself: one operation, and the more bytes the more
//           slots touch the same row;
//   reduce  the rows of the union are dealt out to owners, who receive and add up what concerns them and give their
//           rows to all: two operations, in which each row of the union reaches a rank once.
// A dense gradient is one that touches every row, and needs no ids.
#pragma once

#include <memory>

#include "core/row_slots.hpp"
#include "engine/exchange_cost.hpp"
#include "graph/gradient.hpp"

namespace rowgrad {

class GradientExchange {
 public:
  enum class Way { gather, reduce };

  /// Of steps of at most `slots` slots.
  GradientExchange(Communicator& communicator, ExchangeCost cost, std::size_t slots)
      : communicator_(communicator), cost_(cost), slots_(slots) {}

  /// `sum` becomes that of the slots' gradients; it may refer to rows that are kept here until the next exchange.
  /// `mine` are those of this rank's slots, in order, of the `count` that the step has. Returns in which way the rows
  /// were sent. Collective.
  Way add_up(std::span<const Gradient<float>* const> mine, std::size_t count, Gradient<float>& sum);
  /// The same in a given way; gradients of which only some are dense are gathered in any case.
  Way add_up(std::span<const Gradient<float>* const> mine, std::size_t count, Gradient<float>& sum, Way way);

 private:
  struct Slot {
    std::size_t rows = 0;   // that it touches
    std::size_t first = 0;  // of its ids in ids_
    bool dense = false;
  };
  // Grows, and is never set to zero: what it holds is about to be received or copied.
  class Buffer {
   public:
    std::span<float> of(std::size_t n) {
      if (n > size_) values_ = std::make_unique_for_overwrite<float[]>(size_ = n + n / 4);
      return {values_.get(), n};
    }
    const float* data() const { return values_.get(); }

   private:
    std::unique_ptr<float[]> values_;
    std::size_t size_ = 0;
  };

  void gather_ids(std::span<const Gradient<float>* const> mine, std::size_t count, std::size_t all_rows);
  void unite();
  Way cheaper(std::size_t columns);
  bool gathering_is_cheaper(std::size_t union_rows, std::size_t columns) const;
  Way send(Way way, std::span<const Gradient<float>* const> mine, Gradient<float>& sum);
  void gather_rows(std::span<const Gradient<float>* const> mine, Gradient<float>& sum);
  void reduce_rows(std::span<const Gradient<float>* const> mine, Gradient<float>& sum);
  void deal_out(std::span<const Gradient<float>* const> mine, std::size_t d);
  void add_up_own(std::size_t d);

  std::size_t union_rows() const { return is_dense() ? description_[0].rows : union_.ids().size(); }
  std::size_t place(const Slot& slot, std::size_t i) const { return slot.dense ? i : places_[slot.first + i]; }
  std::size_t owner(std::size_t place) const;
  bool is_dense() const { return !description_.empty() && description_[0].dense; }
  bool is_mixed() const;
  template <class F>
  std::vector<std::size_t> by_rank(F&& count_of_slot) const;

  Communicator& communicator_;
  ExchangeCost cost_;
  std::size_t slots_;

  // Of the exchange under way; kept for their memory.
  std::vector<Share> shares_;      // by rank, of the step's slots
  std::vector<Slot> description_;  // by slot of the step
  std::vector<Id> ids_;            // of all slots
  bool is_united_ = false;         // whether these two are of this exchange
  RowSlots union_;
  std::vector<std::size_t> places_;  // of each of ids_ in the union
  Buffer out_, in_, whole_;
  Buffer own_;                             // rows of the union that this rank adds up
  std::vector<std::size_t> out_n_, in_n_;  // floats, by rank
};

}  // namespace rowgrad
