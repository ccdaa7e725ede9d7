// PulledRows: the rows of sharded tables that this rank's next batches look up, fetched from the ranks that have them.
//
// Once per step and table, whatever the batches repeat: every rank sends each owner the ids it wants, sorted, and gets
// the rows in that order. They make a small table, in which Batch::places says where each id's row stands; as long as
// it takes the place of this rank's rows (InPlace), layers run on it as on any other.
#pragma once

#include <functional>
#include <span>

#include "core/row_slots.hpp"
#include "data/batch.hpp"
#include "graph/rows_read.hpp"
#include "graph/sharding.hpp"

namespace rowgrad {

class PulledRows {
 public:
  /// Both must outlive it.
  PulledRows(const Graph& graph, Communicator& communicator);

  /// Whether there is nothing to fetch: no parameter is dealt out.
  bool idle() const { return groups_.empty(); }

  /// Hears which of this rank's rows are about to be read: of a parameter, by their places in its value. Of tables of
  /// one group each hears of those rows alone that its own inputs look up.
  using Asked = std::function<void(std::size_t parameter, std::span<const Id> own)>;
  /// Fetches what the batches look up and sets their places. Collective.
  void pull(std::span<Batch> batches, const Parameters<float>& parameters, const Asked& asked = {});

  /// By place in the small table, the id.
  std::span<const Id> ids(std::size_t parameter) const { return groups_[group_of_[parameter]].ids; }

  /// As long as it lives, the fetched rows are the parameters' values.
  class InPlace {
   public:
    InPlace(PulledRows& pulled, Parameters<float>& parameters) : pulled_(pulled), parameters_(parameters) { swap(); }
    ~InPlace() { swap(); }
    InPlace(const InPlace&) = delete;
    InPlace& operator=(const InPlace&) = delete;

   private:
    void swap();
    PulledRows& pulled_;
    Parameters<float>& parameters_;
  };

 private:
  struct Group {
    TableGroup tables;
    std::size_t rows = 0;                    // of each whole table
    std::vector<Id> ids = {};                // wanted, ascending
    std::vector<std::size_t> wanted_n = {};  // of them by owner
    std::vector<Id> asked = {};              // places of own rows, in the order of who wants them
    std::vector<std::size_t> asked_n = {};   // by rank
  };

  void number(Group& group, std::span<Batch> batches);
  void ask(Group& group);
  std::vector<Id> asked_of(const Group& group, std::size_t parameter, std::span<const Batch> batches);
  void fetch(const Group& group, std::size_t parameter, const Matrix<float>& own);

  Communicator& communicator_;
  std::vector<Group> groups_;
  std::vector<std::size_t> group_of_;   // by parameter
  std::vector<RowsRead> reads_;         // by parameter
  std::vector<Matrix<float>> fetched_;  // by parameter
  RowSlots slots_;
  std::vector<std::size_t> slot_of_;  // by id as the batches have them
  std::vector<float> out_;
};

}  // namespace rowgrad
