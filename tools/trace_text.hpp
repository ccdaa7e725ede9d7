// A text as a user types it, traced through a run's model.
#pragma once

#include <optional>
#include <string>

#include "analysis/trace.hpp"
#include "session/trained_model.hpp"

namespace rowgrad {

struct TracedText {
  static constexpr double largest_rate = 1e6;  // beyond it a step's figures say nothing, and overflow floats

  std::string text;
  std::string label = {};         // empty: none
  double step = 0.1;              // learning rate of a step of plain SGD
  std::optional<double> lr = {};  // of a step by the run's own rule; none: the run's
};

/// Forward, backward, and both steps from the same start: plain SGD moves a row by −step · gradient, while a first step
/// of AdamW moves each number by about its rate, whatever the gradient. Forward alone of a text without a label, where
/// the task has labels. Throws an input Error.
Trace trace_text(TrainedModel& model, const TracedText& traced);

}  // namespace rowgrad
