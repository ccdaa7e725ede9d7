#include "metrics/classification.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <utility>

#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t bin_count = 15;

double ratio(double part, std::size_t whole) { return whole == 0 ? 0.0 : part / static_cast<double>(whole); }
double ratio(std::size_t part, std::size_t whole) { return ratio(static_cast<double>(part), whole); }

}  // namespace

ClassificationMeter::ClassificationMeter(std::size_t classes, bool detailed)
    : classes_(classes), bins_(detailed ? bin_count : 0), probabilities_(classes) {}

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
  ++confusions_[key(label, predicted)];
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
  for (const auto& [key, count] : other.confusions_) confusions_[key] += count;
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

// Counts are exact as double up to 2⁵³.
void ClassificationMeter::write(std::vector<double>& numbers) const {
  const auto append = [&](auto... values) { (numbers.push_back(static_cast<double>(values)), ...); };
  append(count_, correct_, bins_.size());
  for (const Bin& bin : bins_) append(bin.count, bin.correct, bin.confidence);
  append(confusions_.size());
  for (const auto& [pair, count] : confusions_) append(pair >> 32, pair & 0xffffffff, count);
}

void ClassificationMeter::read(const double*& numbers) {
  const auto next = [&] { return static_cast<std::size_t>(*numbers++); };
  count_ += next();
  correct_ += next();
  const std::size_t bins = next();
  for (std::size_t b = 0; b < bins; ++b) {
    bins_[b].count += next();
    bins_[b].correct += next();
    bins_[b].confidence += *numbers++;
  }
  for (std::size_t pairs = next(); pairs > 0; --pairs) {
    const std::size_t label = next(), predicted = next();
    confusions_[key(label, predicted)] += next();
  }
}

std::vector<ConfidenceBin> ClassificationMeter::bins() const {
  std::vector<ConfidenceBin> bins;
  for (std::size_t b = 0; b < bins_.size(); ++b) {
    const auto& [count, correct, confidence] = bins_[b];
    bins.push_back(
        {ratio(b, bin_count), ratio(b + 1, bin_count), count, ratio(confidence, count), ratio(correct, count)});
  }
  return bins;
}

ClassificationReport ClassificationMeter::report(const Vocabulary& labels) const {
  struct Counts {
    std::size_t truly = 0, predicted = 0, hits = 0;
  };
  std::vector<Counts> counts(classes_);
  ClassificationReport report;
  report.calibration_error = calibration_error();
  report.bins = bins();
  for (const auto& [key, count] : confusions_) {
    const auto label = static_cast<Id>(key >> 32), predicted = static_cast<Id>(key);
    report.confusions.push_back({label, predicted, count});
    counts[label].truly += count;
    counts[predicted].predicted += count;
    if (label == predicted) counts[label].hits += count;
  }
  std::ranges::sort(report.confusions, {}, [](const Confusion& c) { return std::pair(c.label, c.predicted); });
  double f1_sum = 0.0;
  for (std::size_t c = 0; c < classes_; ++c) {
    const auto& [truly, predicted, hits] = counts[c];
    const double f1 = ratio(2 * hits, truly + predicted);
    f1_sum += f1;
    report.classes.push_back({labels.token(static_cast<Id>(c)), ratio(hits, predicted), ratio(hits, truly), f1, truly});
  }
  report.macro_f1 = f1_sum / static_cast<double>(classes_);
  return report;
}

std::vector<std::vector<std::size_t>> ClassificationReport::matrix() const {
  std::vector<std::vector<std::size_t>> counts(classes.size(), std::vector<std::size_t>(classes.size(), 0));
  for (const auto& [label, predicted, count] : confusions) counts[label][predicted] = count;
  return counts;
}

std::vector<Confusion> ClassificationReport::worst(std::size_t most) const {
  std::vector<Confusion> mistakes;
  std::ranges::copy_if(confusions, std::back_inserter(mistakes),
                       [](const Confusion& c) { return c.label != c.predicted; });
  std::ranges::stable_sort(mistakes, std::ranges::greater(), &Confusion::count);
  if (mistakes.size() > most) mistakes.resize(most);
  return mistakes;
}

Json to_json(const ClassificationReport& report) {
  Json json{{"calibration_error", report.calibration_error}, {"macro_f1", report.macro_f1}};
  Json& classes = json["classes"] = Json::object();
  for (const ClassFigures& figures : report.classes) {
    classes[figures.label] = {
        {"precision", figures.precision}, {"recall", figures.recall}, {"f1", figures.f1}, {"count", figures.count}};
  }
  if (report.fits_matrix()) {
    json["confusion"] = report.matrix();
    return json;
  }
  Json& worst = json["worst_confusions"] = Json::array();
  for (const auto& [label, predicted, count] : report.worst()) {
    worst.push_back(
        {{"label", report.classes[label].label}, {"predicted", report.classes[predicted].label}, {"count", count}});
  }
  return json;
}

}  // namespace rowgrad
