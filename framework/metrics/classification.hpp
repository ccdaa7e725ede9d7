// Classification metrics: what a confusion matrix and the predicted probabilities say about a classifier.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "config/types.hpp"
#include "core/matrix.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// A ratio of nothing is 0.
struct ClassFigures {
  std::string label;
  double precision = 0.0, recall = 0.0, f1 = 0.0;
  std::size_t count = 0;  // of examples that truly are of this class
};

/// How often examples of one class were taken for another (or for their own).
struct Confusion {
  Id label = 0, predicted = 0;
  std::size_t count = 0;
};

/// The examples of which the model was about as sure: a part of its calibration curve, or reliability diagram (Guo et
/// al. 2017, "On Calibration of Modern Neural Networks", section 2).
struct ConfidenceBin {
  double from = 0.0, to = 0.0;  // of the confidence, which is the probability of the predicted class
  std::size_t count = 0;
  double confidence = 0.0;  // their mean
  double accuracy = 0.0;    // that of a calibrated model is about the same
};

struct ClassificationReport {
  /// |confidence − accuracy| averaged over 15 equally wide bins of confidence, weighted by their counts (Guo et al.
  /// 2017, equation 3).
  double calibration_error = 0.0;
  double macro_f1 = 0.0;
  std::vector<ConfidenceBin> bins;  // those 15, also the empty ones
  std::vector<ClassFigures> classes;
  std::vector<Confusion> confusions;  // those that occurred, by label and prediction: never classes² of them

  /// More classes than this are shown by their worst confusions instead of a matrix.
  static constexpr std::size_t most_in_matrix = 50;
  bool fits_matrix() const { return classes.size() <= most_in_matrix; }
  /// By true label, how often each class was predicted. REQUIRES: fits_matrix().
  std::vector<std::vector<std::size_t>> matrix() const;
  /// The `most` mistakes that occurred most often, those first.
  std::vector<Confusion> worst(std::size_t most = 20) const;
};

/// `{"calibration_error", "macro_f1", "classes": {label: {precision, recall, f1, count}}, "confusion": [[…]]}`: rows
/// are true labels, columns predictions. With many classes `"worst_confusions": [{label, predicted, count}]` instead.
/// The bins are not in it: it is an entry of summary.json, which says in figures how a run ended.
Json to_json(const ClassificationReport& report);

/// Counts predictions of `classes` classes. Counters of parts of a data set add up to those of the whole.
class ClassificationMeter {
 public:
  /// With `detailed` off only the accuracy is kept: a language model's confusion matrix would be as large as its table.
  ClassificationMeter(std::size_t classes, bool detailed);

  /// logits is (n x classes), label has n ids. The prediction is the first of the largest.
  void add(const Matrix<float>& logits, std::span<const Id> label);
  void add(const ClassificationMeter& other);

  /// Appends what it has counted, as numbers; and counts what another has written, from where `numbers` points on.
  void write(std::vector<double>& numbers) const;
  void read(const double*& numbers);

  std::size_t count() const { return count_; }
  double accuracy() const;
  double calibration_error() const;
  /// REQUIRES: detailed.
  ClassificationReport report(const Vocabulary& labels) const;

 private:
  struct Bin {
    std::size_t count = 0, correct = 0;
    double confidence = 0.0;
  };
  static std::uint64_t key(std::size_t label, std::size_t predicted) { return label << 32 | predicted; }
  std::vector<ConfidenceBin> bins() const;
  void add_detail(const float* logits, std::size_t predicted, std::size_t label);

  std::size_t classes_;
  std::size_t count_ = 0, correct_ = 0;
  std::unordered_map<std::uint64_t, std::size_t> confusions_;  // by key(label, predicted); empty unless detailed
  std::vector<Bin> bins_;                                      // by confidence; empty unless detailed
  std::vector<float> probabilities_;                           // of one example
};

}  // namespace rowgrad
