#include "train/early_stopping.hpp"

#include <tuple>

namespace rowgrad {

bool EarlyStopping::is_better(const Metrics& dev) const {
  if (best_epoch_ == 0) return true;
  if (criterion_ == "loss") return dev.loss < best_loss_;
  return std::tuple(dev.accuracy.value_or(0.0), -dev.loss) > std::tuple(best_accuracy_, -best_loss_);
}

void EarlyStopping::observe(std::size_t epoch, const Metrics& dev, const Parameters<float>& parameters) {
  if (!active()) return;
  if (!is_better(dev)) {
    ++waited_;
    return;
  }
  waited_ = 0;
  best_epoch_ = epoch;
  best_loss_ = dev.loss;
  best_accuracy_ = dev.accuracy.value_or(0.0);
  best_.resize(parameters.size());
  for (std::size_t p = 0; p < parameters.size(); ++p) best_[p] = parameters[p].value;
}

void EarlyStopping::restore(Parameters<float>& parameters) const {
  for (std::size_t p = 0; p < best_.size(); ++p) parameters[p].value = best_[p];
}

Json EarlyStopping::state() const {
  return {{"waited", waited_}, {"epoch", best_epoch_}, {"loss", best_loss_}, {"accuracy", best_accuracy_}};
}

void EarlyStopping::append(std::vector<NamedMatrix>& tensors, const Parameters<float>& parameters) const {
  for (std::size_t p = 0; p < best_.size(); ++p) tensors.push_back({"best/" + parameters[p].spec.name, &best_[p]});
}

void EarlyStopping::load(const Json& state, const Safetensors& file, const Parameters<float>& parameters) {
  waited_ = state["waited"];
  best_epoch_ = state["epoch"];
  best_loss_ = state["loss"];
  best_accuracy_ = state["accuracy"];
  if (!active() || best_epoch_ == 0) return;
  for (const Parameter<float>& p : parameters) {
    best_.push_back(p.value);
    file.read("best/" + p.spec.name, best_.back());
  }
}

}  // namespace rowgrad
