#include "train/classification.hpp"

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
    : classes_(classes), confusion_(detailed ? classes * classes : 0), bins_(detailed ? bin_count : 0) {}

void ClassificationMeter::add(const Matrix<float>& logits, std::span<const Id> label) {
  std::vector<float> p(classes_);
  for (std::size_t i = 0; i < label.size(); ++i) {
    const float* s = row(logits, i);
    const auto predicted = static_cast<std::size_t>(std::max_element(s, s + classes_) - s);
    const bool correct = predicted == label[i];
    ++count_;
    correct_ += correct ? 1 : 0;
    if (confusion_.empty()) continue;
    ++confusion_[label[i] * classes_ + predicted];
    row_kernels<float>().softmax(s, p.data(), classes_);
    const double confidence = p[predicted];
    Bin& bin = bins_[std::min(static_cast<std::size_t>(confidence * bin_count), bin_count - 1)];
    ++bin.count;
    bin.correct += correct ? 1 : 0;
    bin.confidence += confidence;
  }
}

void ClassificationMeter::add(const ClassificationMeter& other) {
  count_ += other.count_;
  correct_ += other.correct_;
  for (std::size_t i = 0; i < confusion_.size(); ++i) confusion_[i] += other.confusion_[i];
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

Json ClassificationMeter::details(const Vocabulary& labels) const {
  Json classes = Json::object(), confusion = Json::array();
  double f1_sum = 0.0;
  for (std::size_t c = 0; c < classes_; ++c) {
    std::size_t truly = 0, predicted = 0;
    Json line = Json::array();
    for (std::size_t other = 0; other < classes_; ++other) {
      truly += confusion_[c * classes_ + other];
      predicted += confusion_[other * classes_ + c];
      line.push_back(confusion_[c * classes_ + other]);
    }
    const std::size_t hits = confusion_[c * classes_ + c];
    const double f1 = ratio(2 * hits, truly + predicted);
    f1_sum += f1;
    classes[labels.token(static_cast<Id>(c))] = {
        {"precision", ratio(hits, predicted)}, {"recall", ratio(hits, truly)}, {"f1", f1}, {"count", truly}};
    confusion.push_back(std::move(line));
  }
  return {{"calibration_error", calibration_error()},
          {"macro_f1", f1_sum / static_cast<double>(classes_)},
          {"classes", std::move(classes)},
          {"confusion", std::move(confusion)}};
}

}  // namespace rowgrad
