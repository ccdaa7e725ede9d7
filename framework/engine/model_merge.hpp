// ModelMerge: keeps the models of ranks that train apart together.
//
// Each rank remembers the values that all had in common after the last merge, the base. A merge adds up what the ranks
// have changed since, take 1.5 times the mean of that, and go on from there; each trains at R/1.5 times the learning
// rate, so that R ranks get as far as one process would.
//
// Why not the sum, at the rate as it is: what all ranks pull the same way gets to its place on each of them between two
// merges, and the sum of R ways there ends R - 1 times as far beyond. Of three ranks a model goes to pieces; with twice
// the mean, which is the sum of two, it swings from side to side for ever, and 1.5 times the mean brings it to rest.
// The mean itself would too, but at R times the rate.
//
// Optimizer state that only grows, such as Adagrad's squares, is added up whole; averages over time (momentum, Adam's
// moments, running statistics) become the mean of the ranks'.
//
// What is sent is read while workers go on; what comes back is added while they stand still between two steps, to
// whatever the values are by then. Were they not to stand still, a worker could write over an addition, as workers do
// among themselves. Here that would do more harm: the loss would count as a change of this rank, and each of R ranks
// that lost the others' changes would take them back from all, R - 1 of them in the end.
//
// Changes and sums travel as BFloat16, in half the bytes: the cost of a merge is that of moving them. What rounding
// takes from a rank's change it still has, and sends with the next.
//
// After all(), the values are the same bits on all ranks.
#pragma once

#include "comm/communicator.hpp"
#include "core/bfloat16.hpp"
#include "engine/merge_plan.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {

class ModelMerge {
 public:
  /// All ranks must start from the same values; everything must outlive it.
  ModelMerge(Communicator& communicator, const Graph& graph, const UpdateRule& rule, const Optimizer<float>& optimizer,
             Parameters<float>& parameters, OptimizerState<float>& state);

  /// Gathers what the ranks have changed of some rows, the next round of each table's plan, while workers go on.
  /// Collective.
  void add_up_some();
  /// Takes it over, while workers stand still.
  void take_over();
  /// Every row, while workers stand still. Collective.
  void all();
  /// By which each of so many ranks is to multiply its learning rate; the same for 6 ranks and more.
  static double rate_factor(int ranks);
  /// The most that a round merges, of all matrices together, in rows of the widest.
  std::size_t rows_per_round() const;

 private:
  enum class Combine { training, sum, mean };
  struct Piece {
    Matrix<float>* now;
    Matrix<float> base;
    Combine combine;
    MergePlan plan;
  };

  void add(Matrix<float>& values, Combine combine, std::size_t hot);
  void take(std::size_t piece, Share range);
  void add_up();
  bool with_one() const { return communicator_.size() == 2; }
  void exchange_with_one();
  void add_up_by_shares();
  float part_taken(Combine combine) const;
  void merge_counts();

  Communicator& communicator_;
  OptimizerState<float>& state_;
  std::vector<Piece> pieces_;
  std::size_t rounds_ = 0;

  // Of the merge under way; kept for their memory.
  struct Taken {
    std::size_t piece;
    Share rows;
  };
  std::vector<Taken> taken_;
  std::size_t numbers_ = 0;              // in these rows
  std::vector<BFloat16> mine_, others_;  // this rank's changes, one after the other, and what others have sent
  std::vector<BFloat16> share_, sum_;    // of more than two ranks: this one's share of the sum, and the whole
};

}  // namespace rowgrad
