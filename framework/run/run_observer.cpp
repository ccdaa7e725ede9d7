#include "run/run_observer.hpp"

#include <algorithm>

namespace rowgrad {

void RunObservers::data_read(const Dataset& dataset) {
  for (RunObserver* observer : observers_) observer->data_read(dataset);
}

void RunObservers::placed(const std::filesystem::path& run) {
  for (RunObserver* observer : observers_) observer->placed(run);
}

void RunObservers::started(const RunProgress& progress) {
  for (RunObserver* observer : observers_) observer->started(progress);
}

Wish RunObservers::progressed(const RunProgress& progress) {
  Wish wish = Wish::go_on;
  for (RunObserver* observer : observers_) wish = std::max(wish, observer->progressed(progress));
  return wish;
}

void RunObservers::logged(const StepMetrics& metrics) {
  for (RunObserver* observer : observers_) observer->logged(metrics);
}

Wish RunObservers::epoch_ended(const EpochMetrics& metrics) {
  Wish wish = Wish::go_on;
  for (RunObserver* observer : observers_) wish = std::max(wish, observer->epoch_ended(metrics));
  return wish;
}

void RunObservers::look(const RunState& state, const RunProgress& progress) {
  for (RunObserver* observer : observers_) observer->look(state, progress);
}

void RunObservers::save(const RunState& state) {
  for (RunObserver* observer : observers_) observer->save(state);
}

void RunObservers::finished(const RunProgress& progress) {
  for (RunObserver* observer : observers_) observer->finished(progress);
}

void RunObservers::note(const std::string& text) {
  for (RunObserver* observer : observers_) observer->note(text);
}

}  // namespace rowgrad
