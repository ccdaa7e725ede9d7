// SmallModel: a few rows of input and a few layers, written out in the test, run by hand.
#pragma once

#include "analysis/cosine.hpp"
#include "data/batch_builder.hpp"
#include "graph/build_graph.hpp"
#include "verify/graph_runner.hpp"

namespace rowgrad {

/// One row space, "token": ids `tokens` and `next`, both below `vocab`, and real rows `x` (if given).
template <class T = double>
class SmallModel {
 public:
  SmallModel(const std::string& model, std::size_t vocab, const std::vector<Id>& tokens, const std::vector<Id>& next,
             const Matrix<float>& x = {}, const Mode& mode = {true, Random(1)})
      : inputs_(vocab, std::max<std::size_t>(1, columns(x))),
        batch_(inputs_.batch(tokens, next, x)),
        graph_(build_graph(read_model(Json::parse(model), {"test", "/model"}), {}, inputs_.all, Leaves::any)),
        runner_(graph_, batch_, initialise<T>(graph_.parameters(), Random(1)), mode) {}
  SmallModel(const SmallModel&) = delete;  // the runner refers to the graph and the batch
  SmallModel& operator=(const SmallModel&) = delete;

  GraphRunner<T>& runner() { return runner_; }
  const Graph& graph() const { return graph_; }
  const Batch& batch() const { return batch_; }
  Matrix<T>& parameter(const std::string& name) {
    return runner_.parameters[graph_.find_parameter(name).value()].value;
  }

  /// Runs every layer and returns what `node` puts out.
  const Matrix<T>& forward(const std::string& node) {
    runner_.forward();
    return runner_.value(node);
  }

  /// Forward and backward of the loss, summed over the rows. Returns it.
  double run() {
    runner_.forward();
    runner_.clear();
    double loss = 0.0;
    for (const std::size_t node : graph_.losses()) {
      for (const T value : runner_.value(node)) loss += static_cast<double>(value);
      runner_.gradient(node).fill(T(1));
    }
    runner_.backward();
    return loss;
  }

  /// One step of gradient descent on every parameter, after run().
  void descend(double lr) {
    for (std::size_t p = 0; p < runner_.parameters.size(); ++p) {
      const auto gradient = runner_.gradients[p].to_dense();
      row_kernels<T>().axpy(static_cast<T>(-lr), gradient.data(), runner_.parameters[p].value.data(), gradient.size());
    }
  }

 private:
  struct DeclaredInputs {
    DeclaredInputs(std::size_t vocab, std::size_t width) {
      const RowSpace& token = all.space("token");
      tokens = all.ids("tokens", token, vocab, "");
      next = all.ids("next", token, vocab, "");
      x = all.real("x", token, width, "");
    }
    Batch batch(const std::vector<Id>& token_ids, const std::vector<Id>& next_ids, const Matrix<float>& rows) const {
      Batch batch;
      BatchBuilder build(all, batch);
      build.append(tokens, token_ids);
      build.append(next, next_ids);
      build.set(x, {rows.data(), rows.size()});
      build.finish();
      return batch;
    }

    Inputs all;
    IdsInput tokens, next;
    RealInput x;
  };

  DeclaredInputs inputs_;
  Batch batch_;
  Graph graph_;
  GraphRunner<T> runner_;
};

/// Values row by row.
template <class T>
Matrix<T> matrix_of(const std::vector<std::vector<double>>& values) {
  auto m = zeros<T>(values.size(), values[0].size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values[i].size(); ++j) m(i, j) = static_cast<T>(values[i][j]);
  }
  return m;
}

/// The cosine of two rows of a matrix.
inline double row_cosine(const Matrix<double>& m, std::size_t a, std::size_t b) {
  return cosine({row(m, a), columns(m)}, {row(m, b), columns(m)});
}

}  // namespace rowgrad
