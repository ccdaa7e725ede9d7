// SmallModel: a few rows of input and a few layers, written out in the test, run by hand.
#pragma once

#include "graph/probe.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {

/// One domain, "token"; ids `tokens` and `next`, and real rows `x`.
template <class T = double>
class SmallModel {
 public:
  SmallModel(const std::string& model, std::size_t vocab, std::vector<Id> tokens, std::vector<Id> next,
             const Matrix<float>& x = zeros<float>(1, 1)) {
    const Domain* token = inputs_.domain("token");
    inputs_.ids("tokens", token, vocab, "");
    inputs_.ids("next", token, vocab, "");
    inputs_.rows("x", token, columns(x), "");
    batch_.extents.emplace_back();
    batch_.extents[0].rows = next.size();
    batch_.ids = {std::move(tokens), std::move(next), {}};
    batch_.values = {Matrix<float>(), Matrix<float>(), x};
    graph_ = std::make_unique<Graph>(ModelSpec(Json::parse(model), {"test", ""}), std::map<std::string, std::size_t>{},
                                     inputs_, Leaves::any);
    probe_ = std::make_unique<Probe<T>>(*graph_, batch_, initialise<T>(graph_->parameters(), Random(1)));
  }

  Probe<T>& probe() { return *probe_; }
  const Graph& graph() const { return *graph_; }
  Batch& batch() { return batch_; }
  Matrix<T>& parameter(const std::string& name) { return probe_->parameters[*graph_->find_parameter(name)].value; }

  /// Forward and backward of the loss, summed over the rows. Returns it.
  double run() {
    probe_->forward();
    probe_->clear();
    double loss = 0.0;
    for (const std::size_t node : graph_->losses()) {
      for (const T value : probe_->value(node)) loss += static_cast<double>(value);
      probe_->gradient(node).fill(T(1));
    }
    probe_->backward();
    return loss;
  }

  /// One step of gradient descent on every parameter, after run().
  void descend(double lr) {
    for (std::size_t p = 0; p < probe_->parameters.size(); ++p) {
      const auto gradient = probe_->gradients[p].to_dense();
      row_kernels<T>().axpy(static_cast<T>(-lr), gradient.data(), probe_->parameters[p].value.data(), gradient.size());
    }
  }

 private:
  Inputs inputs_;
  Batch batch_;
  std::unique_ptr<Graph> graph_;
  std::unique_ptr<Probe<T>> probe_;
};

}  // namespace rowgrad
