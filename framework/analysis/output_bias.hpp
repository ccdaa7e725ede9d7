// What an output layer says before it knows anything: the bias of its logits and their mean over the data, beside the
// frequency of the classes.
#pragma once

#include <optional>
#include <vector>

#include "session/experiment.hpp"

namespace rowgrad {

/// A class that occurs as a label.
struct ClassBias {
  Id id = 0;
  double log_frequency = 0.0;    // of the class among the labels, nats
  std::optional<float> bias;     // if the logits have one
  double mean_from_state = 0.0;  // the mean logit over the data, less the bias: what the hidden states' mean gives it
};

struct OutputBias {
  std::size_t label = 0;           // the input whose ids are the classes
  std::vector<ClassBias> classes;  // by falling frequency
  /// Pearson's correlations with log_frequency.
  std::optional<double> bias_correlation;
  double mean_correlation = 0.0;
};

/// Runs the model over the data's training split in evaluation mode. Throws an input Error, at `where`, if the model is
/// no softmax over the logits of a Linear layer.
OutputBias output_bias(const Experiment& experiment, Parameters<float>& parameters, const Dataset& data,
                       const std::string& where);

}  // namespace rowgrad
