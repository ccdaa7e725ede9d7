// Trace: one example through a model and back, every number of it, and what one step of an optimizer makes of it.
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
    std::vector<std::string> labels;  // the true one, by row; none of a text without a label
    std::vector<std::string> names;   // by class
    Matrix<float> probabilities;      // (rows x classes): the softmax of the logits
    /// Name of the layer whose gradient is p − q, by comparison: the logits under cross-entropy; empty if none is, or
    /// if p = q exactly.
    std::string gap;
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
    std::vector<float> gradient, before;
  };
  struct Parameter {
    std::string name;
    std::size_t rows = 0, columns = 0;
    bool trainable = true;
    std::vector<TouchedRow> touched;  // by row
  };

  /// One step of a fresh optimizer from the parameters as they are, and the same example after it.
  struct Update {
    struct Moved {
      std::size_t rows = 0;                   // that changed, with gradient or without
      std::vector<std::vector<float>> after;  // by touched row
    };
    std::string rule;
    double lr = 0.0;
    std::vector<Moved> parameters;  // parallel to the trace's
    std::vector<Loss> losses;
    Matrix<float> probabilities;  // of the classifier, if there is one
  };

  std::vector<Ids> inputs;
  std::vector<Output> outputs;  // in the graph's order
  std::optional<Classifier> classifier;
  std::vector<Loss> losses;
  std::vector<OutputGradient> gradients;  // last layer first; of layers with something to train upstream
  std::vector<Parameter> parameters;
  std::vector<Update> updates;  // one per step that was asked for
};

/// A step to take: a rule, its name and its learning rate.
struct TraceStep {
  const UpdateRule& rule;
  std::string name;
  double lr;
};

/// Runs one batch forward, backward (each row of a loss counts 1, nothing is random) and, each from the same start,
/// through the steps. `parameters` end as they were.
Trace trace(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch,
            const std::vector<TraceStep>& steps);

/// Runs a batch without a label forward, through the layers that need none, directly or by what they read.
Trace trace_forward(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch);

}  // namespace rowgrad
