#include "models/sentiment/bag_worker.hpp"

#include <cmath>

#include "kernels/rows.hpp"
#include "models/sentiment/kernels/bag.hpp"

namespace rowgrad {
namespace {

// Words per step: enough to make the engine's work between steps disappear, few enough for the rate to fall smoothly.
constexpr std::size_t words_per_step = 8192;

}  // namespace

BagWorker::BagWorker(const SharedTraining& shared, const BatchRequest& request, const SentimentDataset& dataset,
                     const BagModel& model, bool row_adagrad)
    : Worker(shared.parameters.size()),
      rule_(shared.context.rule),
      part_(dataset.part(request.split)),
      changes_(dataset.changes()),
      model_(model),
      row_adagrad_(row_adagrad),
      random_(request.random),
      cursor_(part_.documents.size(), request),
      table_(trained(shared, model.table)),
      weight_(trained(shared, model.weight)) {
  if (model.bias) bias_ = trained(shared, *model.bias);
  for (auto* v : {&h_, &dh_, &gradient_}) v->resize(columns(*weight_.value));
  for (auto* v : {&logits_, &g_}) v->resize(rows(*weight_.value));
}

BagWorker::Trained BagWorker::trained(const SharedTraining& shared, std::size_t parameter) const {
  return {&shared.parameters[parameter].value, row_adagrad_ ? shared.state.slots[parameter][0].data() : nullptr};
}

bool BagWorker::step(double lr, std::size_t step) {
  if (cursor_.done()) return false;
  const auto update = rule_.scalars({lr, 0.0, step + 1}).as<float>();
  double nats = 0.0;
  std::size_t table_rows = 0;  // touched
  batches = 0;
  for (std::size_t words = 0; !cursor_.done() && words < words_per_step && batches < most_batches; ++batches) {
    const std::size_t document = cursor_.next();
    collect(document);
    nats += forward(part_.labels[document]);
    backward(update);
    words += part_.documents[document].size() + 1;
    table_rows += slots_.ids().size();
  }
  rows_touched[model_.table] = table_rows;
  rows_touched[model_.weight] = batches * rows(*weight_.value);
  if (model_.bias) rows_touched[*model_.bias] = batches;
  loss.add(0, 1, nats, batches);
  return true;
}

void BagWorker::collect(std::size_t document) {
  slots_.clear();
  counts_.clear();
  std::size_t n = 0;
  changes_.for_each_kept(part_.documents[document], random_, document, [&](Id id) {
    const auto [slot, is_new] = slots_.find_or_add(id);
    if (is_new) counts_.push_back(0);
    ++counts_[slot];
    ++n;
  });
  share_.resize(counts_.size());
  const float whole = model_.mean ? static_cast<float>(n) : 1.0F;
  for (std::size_t i = 0; i < share_.size(); ++i) share_[i] = static_cast<float>(counts_[i]) / whole;
}

// Leaves dL/ds in g_; returns the loss.
double BagWorker::forward(Id label) {
  const auto& kernel = row_kernels<float>();
  const Matrix<float>& w = *weight_.value;
  const std::size_t classes = logits_.size();
  const auto ids = slots_.ids();
  gather_rows(table_.value->data(), ids.data(), share_.data(), ids.size(), h_.data(), h_.size());
  for (std::size_t k = 0; k < classes; ++k) {
    const float bias = model_.bias ? bias_.value->data()[k] : 0.0F;
    logits_[k] = bias + kernel.dot(row(w, k), h_.data(), h_.size());
  }
  const float log_sum = kernel.softmax(logits_.data(), g_.data(), classes);
  const auto smooth = static_cast<float>(model_.smoothing / static_cast<double>(classes));
  const float sharp = 1.0F - static_cast<float>(model_.smoothing);
  const float weight = model_.weighted ? changes_.weight(label) : 1.0F;
  float nats = sharp * (log_sum - logits_[label]);
  for (const float s : logits_) nats += smooth * (log_sum - s);
  for (float& g : g_) g = weight * (g - smooth);
  g_[label] -= weight * sharp;
  return weight * nats;
}

void BagWorker::backward(const UpdateStep<float>& update) {
  const auto& kernel = row_kernels<float>();
  const Matrix<float>& w = *weight_.value;
  const std::size_t d = h_.size();
  kernel.scaled_copy(g_[0], row(w, 0), dh_.data(), d);
  for (std::size_t k = 1; k < g_.size(); ++k) kernel.axpy(g_[k], row(w, k), dh_.data(), d);
  for (std::size_t k = 0; k < g_.size(); ++k) {
    kernel.scaled_copy(g_[k], h_.data(), gradient_.data(), d);
    update_row(weight_, k, gradient_.data(), update);
  }
  if (model_.bias) update_row(bias_, 0, g_.data(), update);
  update_table(update);
}

void BagWorker::update_row(const Trained& parameter, std::size_t row_index, const float* gradient,
                           const UpdateStep<float>& update) const {
  float* squares = parameter.squares == nullptr ? nullptr : parameter.squares + row_index;
  rule_.update(update, Block<float>{row(*parameter.value, row_index), gradient, {squares}, columns(*parameter.value)});
}

// Row i's gradient is f c_i dh.
void BagWorker::update_table(const UpdateStep<float>& update) {
  const std::size_t d = dh_.size();
  const auto ids = slots_.ids();
  factor_.resize(ids.size());
  if (row_adagrad_) {
    const float square = row_kernels<float>().dot(dh_.data(), dh_.data(), d) / static_cast<float>(d);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      table_.squares[ids[i]] += share_[i] * share_[i] * square;
      factor_[i] = -update.step_size * share_[i] / (std::sqrt(table_.squares[ids[i]]) + update.epsilon);
    }
  } else {
    for (std::size_t i = 0; i < ids.size(); ++i) factor_[i] = -update.step_size * share_[i];
  }
  scatter_rows(table_.value->data(), ids.data(), factor_.data(), ids.size(), dh_.data(), d);
}

}  // namespace rowgrad
