#include "metrics/classification.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t bin_count = 15;

double ratio(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

ClassificationMeter::ClassificationMeter(std::size_t classes, bool detailed)
    : classes_(classes), bins_(detailed ? bin_count : 0), probabilities_(classes) {
  if (detailed) confusion_ = zeros<std::size_t>(classes, classes);
}

void ClassificationMeter::add(const Matrix<float>& logits, std::span<const Id> label) {
  for (std::size_t i = 0; i < label.size(); ++i) {
    const float* s = row(logits, i);
    const auto predicted = static_cast<std::size_t>(std::max_element(s, s + classes_) - s);
    ++count_;
    correct_ += predicted == label[i] ? 1 : 0;
    if (!bins_.empty()) add_detail(s, predicted, label[i]);
  }
}

void ClassificationMeter::add_detail(const float* logits, std::size_t predicted, std::size_t label) {
  ++confusion_(label, predicted);
  row_kernels<float>().softmax(logits, probabilities_.data(), classes_);
  const double confidence = probabilities_[predicted];
  Bin& bin = bins_[std::min(static_cast<std::size_t>(confidence * bin_count), bin_count - 1)];
  ++bin.count;
  bin.correct += predicted == label ? 1 : 0;
  bin.confidence += confidence;
}

void ClassificationMeter::add(const ClassificationMeter& other) {
  count_ += other.count_;
  correct_ += other.correct_;
  for (std::size_t i = 0; i < confusion_.size(); ++i) confusion_.data()[i] += other.confusion_.data()[i];
  for (std::size_t b = 0; b < bins_.size(); ++b) {
    bins_[b].count += other.bins_[b].count;
    bins_[b].correct += other.bins_[b].correct;
    bins_[b].confidence += other.bins_[b].confidence;
  }
}

double ClassificationMeter::accuracy() const { return ratio(correct_, count_); }

double ClassificationMeter::calibration_error() const {
  double sum = 0.0;
  for (const Bin& bin : bins_) sum += std::abs(bin.confidence - static_cast<double>(bin.correct));
  return count_ == 0 ? 0.0 : sum / static_cast<double>(count_);
}

ClassificationReport ClassificationMeter::report(const Vocabulary& labels) const {
  ClassificationReport report;
  report.calibration_error = calibration_error();
  report.confusion = confusion_;
  double f1_sum = 0.0;
  for (std::size_t c = 0; c < classes_; ++c) {
    std::size_t truly = 0, predicted = 0;
    for (std::size_t other = 0; other < classes_; ++other) {
      truly += confusion_(c, other);
      predicted += confusion_(other, c);
    }
    const std::size_t hits = confusion_(c, c);
    const double f1 = ratio(2 * hits, truly + predicted);
    f1_sum += f1;
    report.classes.push_back({labels.token(static_cast<Id>(c)), ratio(hits, predicted), ratio(hits, truly), f1, truly});
  }
  report.macro_f1 = f1_sum / static_cast<double>(classes_);
  return report;
}

Json to_json(const ClassificationReport& report) {
  Json classes = Json::object(), confusion = Json::array();
  for (std::size_t c = 0; c < report.classes.size(); ++c) {
    const ClassFigures& figures = report.classes[c];
    classes[figures.label] = {
        {"precision", figures.precision}, {"recall", figures.recall}, {"f1", figures.f1}, {"count", figures.count}};
    const std::size_t* counts = row(report.confusion, c);
    confusion.push_back(std::vector<std::size_t>(counts, counts + columns(report.confusion)));
  }
  return {{"calibration_error", report.calibration_error},
          {"macro_f1", report.macro_f1},
          {"classes", std::move(classes)},
          {"confusion", std::move(confusion)}};
}

}  // namespace rowgrad
