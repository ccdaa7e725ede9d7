#include "models/sentiment/fused_bag.hpp"

#include <cmath>
#include <tuple>

#include "config/registry.hpp"
#include "data/split.hpp"
#include "train/fused_step.hpp"

namespace rowgrad {
namespace {

// Words per step: enough to make the engine's work between steps disappear, few enough for the rate to fall smoothly.
constexpr std::size_t words_per_step = 8192;

}  // namespace

BagWorker::BagWorker(Training& training, const BatchRequest& request, const BagModel& model, bool row_adagrad)
    : training_(training),
      task_(static_cast<const SentimentTask&>(training.experiment.task())),
      part_(task_.part(request.split)),
      model_(model),
      row_adagrad_(row_adagrad),
      random_(request.random),
      order_(permutation(part_.documents.size(), request.random.stream("shuffle"))) {
  std::tie(first_, last_) = request.range(order_.size());
  at_ = first_;
  const auto& weight = training.experiment.graph().parameters()[model.weight];
  for (auto* v : {&h_, &dh_, &gradient_}) v->resize(weight.columns);
  for (auto* v : {&logits_, &g_}) v->resize(weight.rows);
  loss.parts().resize(1);
}

bool BagWorker::step(double lr, std::size_t step) {
  if (at_ == last_) return false;
  const auto update = training_.experiment.rule().scalars({lr, 0.0, step + 1}).as<float>();
  loss.parts().resize(1);
  rows_touched = 0;
  for (std::size_t words = 0; at_ < last_ && words < words_per_step; ++at_) {
    const std::size_t document = order_[at_];
    collect(document);
    loss.parts()[0].sum += forward(part_.labels[document]);
    ++loss.parts()[0].rows;
    backward(update);
    words += part_.documents[document].size() + 1;
    rows_touched += slots_.ids().size();
  }
  return true;
}

void BagWorker::collect(std::size_t document) {
  slots_.clear();
  share_.clear();
  std::size_t n = 0;
  task_.noise().for_each_kept(part_.documents[document], random_, document, [&](Id id) {
    const auto [slot, is_new] = slots_.find_or_add(id);
    if (is_new) share_.push_back(0.0F);
    share_[slot] += 1.0F;
    ++n;
  });
  if (!model_.mean) return;
  for (float& share : share_) share /= static_cast<float>(n);
}

// Leaves dL/ds in g_; returns the loss.
double BagWorker::forward(Id label) {
  const auto& kernel = row_kernels<float>();
  const Matrix<float>& table = training_.parameters[model_.table].value;
  const Matrix<float>& w = training_.parameters[model_.weight].value;
  const std::size_t classes = logits_.size();
  const auto ids = slots_.ids();
  kernel.gather(table.data(), ids.data(), share_.data(), ids.size(), h_.data(), h_.size());
  for (std::size_t k = 0; k < classes; ++k) {
    const float bias = model_.bias ? training_.parameters[*model_.bias].value.data()[k] : 0.0F;
    logits_[k] = bias + kernel.dot(row(w, k), h_.data(), h_.size());
  }
  const float log_sum = kernel.softmax(logits_.data(), g_.data(), classes);
  const auto smooth = static_cast<float>(model_.smoothing / static_cast<double>(classes));
  const float sharp = 1.0F - static_cast<float>(model_.smoothing);
  const auto& weights = task_.noise().class_weights;
  const float weight = model_.weighted && !weights.empty() ? weights[label] : 1.0F;
  float nats = sharp * (log_sum - logits_[label]);
  for (const float s : logits_) nats += smooth * (log_sum - s);
  for (float& g : g_) g = weight * (g - smooth);
  g_[label] -= weight * sharp;
  return weight * nats;
}

void BagWorker::backward(const UpdateStep<float>& update) {
  const auto& kernel = row_kernels<float>();
  Matrix<float>& table = training_.parameters[model_.table].value;
  const Matrix<float>& w = training_.parameters[model_.weight].value;
  const std::size_t d = h_.size();
  kernel.scaled_copy(g_[0], row(w, 0), dh_.data(), d);
  for (std::size_t k = 1; k < g_.size(); ++k) kernel.axpy(g_[k], row(w, k), dh_.data(), d);
  for (std::size_t k = 0; k < g_.size(); ++k) update_row(model_.weight, k, g_[k], h_.data(), update);
  if (model_.bias) {
    float* state = row_adagrad_ ? training_.optimizer.state()[*model_.bias][0].data() : nullptr;
    training_.experiment.rule().update(
        update, Block<float>{training_.parameters[*model_.bias].value.data(), g_.data(), {state}, g_.size()});
  }
  const auto ids = slots_.ids();
  factor_.resize(ids.size());
  if (row_adagrad_) {
    const float square = kernel.dot(dh_.data(), dh_.data(), d) / static_cast<float>(d);
    float* state = training_.optimizer.state()[model_.table][0].data();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      state[ids[i]] += share_[i] * share_[i] * square;
      factor_[i] = -update.step_size * share_[i] / (std::sqrt(state[ids[i]]) + update.epsilon);
    }
  } else {
    for (std::size_t i = 0; i < ids.size(); ++i) factor_[i] = -update.step_size * share_[i];
  }
  kernel.scatter(table.data(), ids.data(), factor_.data(), ids.size(), dh_.data(), d);
}

// Updates one row whose gradient is scale · x.
void BagWorker::update_row(std::size_t parameter, std::size_t row_index, float scale, const float* x,
                           const UpdateStep<float>& update) {
  const std::size_t d = gradient_.size();
  row_kernels<float>().scaled_copy(scale, x, gradient_.data(), d);
  float* state = row_adagrad_ ? training_.optimizer.state()[parameter][0].data() + row_index : nullptr;
  training_.experiment.rule().update(
      update, Block<float>{row(training_.parameters[parameter].value, row_index), gradient_.data(), {state}, d});
}

namespace {

class FusedBag : public FusedStep {
 public:
  std::string task() const override { return "sentiment"; }

  std::string mismatch(const Experiment& experiment) const override {
    BagModel model;
    if (std::string why = model.recognise(experiment.graph()); !why.empty()) return why;
    if (experiment.engine().options.batch_size != 1) return "train.batch_size is not 1: it updates after each document";
    const Rule& rule = experiment.rule();
    const bool plain_sgd = experiment.rule_name() == "SGD" && rule.slots() == 0;
    if (!plain_sgd && experiment.rule_name() != "RowAdagrad") return "the optimizer is not plain SGD or RowAdagrad";
    const RuleOptions& options = rule.options;
    if (options.weight_decay != 0.0 || options.l2 != 0.0 || options.clip_norm != 0.0 || !options.groups.empty())
      return "the optimizer decays, clips or has groups";
    return {};
  }

  std::unique_ptr<Worker> worker(Training& training, const BatchRequest& request) const override {
    BagModel model;
    model.recognise(training.experiment.graph());
    return std::make_unique<BagWorker>(training, request, model, training.experiment.rule_name() == "RowAdagrad");
  }
};

const bool registered =
    register_as<FusedStep, FusedBag>("bag of embeddings", "Embedding, Sum or Mean, Linear, SoftmaxCE");

}  // namespace
}  // namespace rowgrad
