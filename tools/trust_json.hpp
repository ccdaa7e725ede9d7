// How far a classifier can be trusted, as JSON: for `rowgrad evaluate --worst --json` and whoever shows it.
#pragma once

#include "metrics/metrics.hpp"
#include "models/sentiment/worst_examples.hpp"

namespace rowgrad {

/// [{from, to, count, confidence, accuracy}], by confidence; the figures of an empty bin are 0.
Json to_json(const std::vector<ConfidenceBin>& bins);

/// [{number, text, label, predicted, rival, probability, loss, words: [{word, weight}]}], the worst first.
Json to_json(const std::vector<WorstExample>& worst, const Vocabulary& labels);

/// One split's: {split, count, accuracy, loss, calibration_error, bins, labels, confusion, worst}, where with many
/// labels worst_confusions stand for confusion, as in summary.json. REQUIRES: metrics.classes.
Json trust_json(const std::string& split, const Metrics& metrics, const std::vector<WorstExample>& worst,
                const Vocabulary& labels);

}  // namespace rowgrad
