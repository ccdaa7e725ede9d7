// Classification metrics: what a confusion matrix and the predicted probabilities say about a classifier.
#pragma once

#include <span>
#include <string>
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

struct ClassificationReport {
  /// |confidence − accuracy| averaged over 15 equally wide bins of confidence, weighted by their counts (Guo et al.
  /// 2017, equation 3).
  double calibration_error = 0.0;
  double macro_f1 = 0.0;
  std::vector<ClassFigures> classes;
  Matrix<std::size_t> confusion;  // (classes x classes): rows are true labels, columns predictions
};

/// `{"calibration_error", "macro_f1", "classes": {label: {precision, recall, f1, count}}, "confusion": [[…]]}`.
Json to_json(const ClassificationReport& report);

/// Counts predictions of `classes` classes. Counters of parts of a data set add up to those of the whole.
class ClassificationMeter {
 public:
  /// With `detailed` off only the accuracy is kept: a language model's confusion matrix would be as large as its table.
  ClassificationMeter(std::size_t classes, bool detailed);

  /// logits is (n x classes), label has n ids. The prediction is the first of the largest.
  void add(const Matrix<float>& logits, std::span<const Id> label);
  void add(const ClassificationMeter& other);

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
  void add_detail(const float* logits, std::size_t predicted, std::size_t label);

  std::size_t classes_;
  std::size_t count_ = 0, correct_ = 0;
  Matrix<std::size_t> confusion_;     // (true x predicted); empty unless detailed
  std::vector<Bin> bins_;             // by confidence; empty unless detailed
  std::vector<float> probabilities_;  // of one example
};

}  // namespace rowgrad
