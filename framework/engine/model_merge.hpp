// ModelMerge: keeps the models of ranks that train apart together.
//
// Each rank remembers the values that all had in common after the last merge, the base. A merge adds up what the ranks
// have changed since. Two ranks go on from base + sum: nothing of their training is lost, as little is between threads
// that share a model.
//
// Of R ranks' changes only 2/R is taken, twice their mean, and each rank trains at R/2 times the learning rate instead.
// For what all ranks pull the same way, such as the mean of all rows, gets to its place on every rank alone between
// two merges, and the sum of R ways there goes R - 1 times as far beyond; with three ranks or more it would go further
// with every merge and the model to pieces. Twice a way there never does.
//
// Optimizer state that only grows, such as Adagrad's squares, is added up whole; averages over time (momentum, Adam's
// moments, running statistics) become the mean of the ranks'.
//
// What is sent is read while workers go on; what comes back is added while they stand still between two steps, to
// whatever the values are by then. Were they not to stand still, a worker could write over an addition, as workers do
// among themselves. Here that would do more harm: the loss would count as a change of this rank, and each of R ranks
// that lost the others' changes would take them back from all, R - 1 of them in the end.
//
// After all(), the values are the same bits on all ranks.
#pragma once

#include "comm/communicator.hpp"
#include "engine/merge_plan.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {

class ModelMerge {
 public:
  /// All ranks must start from the same values; everything must outlive it.
  ModelMerge(Communicator& communicator, const Graph& graph, const UpdateRule& rule, const Optimizer<float>& optimizer,
             Parameters<float>& parameters, OptimizerState<float>& state);

  /// Adds up the ranks' changes of some rows, the next round of each table's plan, while workers go on. Collective.
  void add_up_some();
  /// Takes over what was added up, while workers stand still.
  void take_over();
  /// Every row, while workers stand still. Collective.
  void all();
  /// By which each of so many ranks is to multiply its learning rate.
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
  void give(Piece& piece, Share range, std::size_t at) const;
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
  std::size_t numbers_ = 0;        // in these rows
  std::vector<float> mine_, sum_;  // their changes, one after the other
};

}  // namespace rowgrad
