// Trace: one example through a model and back, every number of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session/experiment.hpp"

namespace rowgrad {

struct Trace {
  /// The ids of one input, and what each stands for. None for an input that no layer reads.
  struct Ids {
    std::string name;
    std::vector<Id> ids;
    std::vector<std::string> names;
  };
  /// What one layer put out.
  struct Output {
    std::string name, layer;          // in the graph, and its type
    std::vector<std::string> inputs;  // names of what it read
    std::string space;                // what a row stands for
    Matrix<float> values;             // (rows of the space x width)
  };
  /// The classification loss, if there is one.
  struct Classifier {
    std::string logits;               // name of the layer
    std::vector<std::string> labels;  // the true one, by row
    std::vector<std::string> names;   // by class
    Matrix<float> probabilities;      // (rows x classes): the softmax of the logits
    std::string gap;  // name of the layer whose gradient is p − q: the logits under cross-entropy; empty if none is
  };
  struct Loss {
    std::string name;
    std::vector<float> nats;  // by row
  };
  /// ∂(total loss)/∂output of one layer.
  struct OutputGradient {
    std::string name;
    Matrix<float> values;  // (rows of the space x width)
  };
  /// One row of a parameter, whose gradient is not all zeros.
  struct TouchedRow {
    std::size_t row = 0;
    std::string name;  // what it stands for: a token, a class; empty if neither
    std::vector<float> gradient, before, after;
  };
  struct Parameter {
    std::string name;
    std::size_t rows = 0, columns = 0;
    bool trainable = true;
    std::vector<TouchedRow> touched;  // by row
  };

  std::vector<Ids> inputs;
  std::vector<Output> outputs;  // in the graph's order
  std::optional<Classifier> classifier;
  std::vector<Loss> losses;
  std::vector<OutputGradient> gradients;  // last layer first; of layers with something to train upstream
  std::vector<Parameter> parameters;
  // The same example after the update.
  std::vector<Loss> losses_after;
  Matrix<float> probabilities_after;  // of the classifier, if there is one
};

/// Runs one batch forward, backward (each row of a loss counts 1, nothing is random) and through one step of a fresh
/// optimizer of the experiment's rule at learning rate `lr`, which changes `parameters`.
Trace trace(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch, double lr);

}  // namespace rowgrad
