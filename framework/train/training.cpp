#include "train/training.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>

#include "io/safetensors.hpp"
#include "train/evaluate.hpp"

namespace rowgrad {

volatile std::sig_atomic_t pending_signal = 0;

Training::Training(Experiment& e, const RunDirectory& r, Progress& progress)
    : experiment(e),
      run(r),
      parameters(initialise<float>(e.graph().parameters(), e.random().stream("init"))),
      optimizer(e.rule(), e.graph().parameters(), e.config().where / "optimizer"),
      progress_(progress) {}

double Training::learning_rate(double epoch_progress) const {
  const auto epochs = static_cast<double>(experiment.engine().options.epochs);
  const double done = (static_cast<double>(epoch) + epoch_progress) / epochs;
  return experiment.rule().lr() * experiment.schedule().factor(step, std::min(done, 1.0));
}

void Training::append_metrics(const Json& line) {
  std::ofstream file(run.metrics(), std::ios::app);
  file << line.dump() << "\n";
  file.flush();
  if (!file) throw run_error(run.metrics().string(), "cannot be written", "free space, then continue with --resume");
}

void Training::log(const char* split, double loss, std::size_t rows_touched) {
  append_metrics({{"step", step},
                  {"epoch", epoch},
                  {"split", split},
                  {"loss", loss},
                  {"lr", learning_rate(0.0)},
                  {"rows_touched", rows_touched}});
}

void Training::log(const char* split, const Metrics& metrics) {
  Json line{{"step", step}, {"epoch", epoch}, {"split", split}};
  line.update(to_json(metrics));
  append_metrics(line);
}

double Training::seconds_training() const {
  return train_seconds + std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

void Training::report(double epoch_progress) {
  const TrainOptions& options = experiment.engine().options;
  const double loss = epoch_loss.mean();
  if (!std::isfinite(loss)) {
    throw run_error(run.path().string(), fmt::format("the loss is {} at step {}", loss, step), "lower optimizer.lr");
  }
  if (!progress_.due()) return;
  const double done = (static_cast<double>(epoch) + epoch_progress) / static_cast<double>(options.epochs);
  const double tokens = done * static_cast<double>(options.epochs * experiment.task().tokens(Split::train));
  progress_.update(done, epoch + 1, options.epochs, loss, tokens);
}

bool Training::save_due() const {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - saved_;
  return pending_signal != 0 || since.count() >= experiment.engine().options.checkpoint_seconds;
}

void Training::save(const Json& position_now) {
  save_checkpoint(position_now);
  if (pending_signal != 0) throw Interrupted{pending_signal};
}

void Training::after_step(const BatchSource& source) {
  report(source.progress());
  if (save_due()) save(source.position());
}

void Training::end_epoch() {
  last_epoch_loss = epoch_loss.mean();
  epoch_loss.clear();
  ++epoch;
  position = nullptr;
  if (experiment.task().has(Split::dev)) {
    optimizer.catch_up_all(parameters);
    log("dev",
        evaluate(experiment.graph(), parameters, experiment.task(), Split::dev, experiment.random().stream("dev")));
  }
}

void Training::save_checkpoint(const Json& position_now) {
  std::vector<NamedMatrix> tensors;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    tensors.push_back({parameters[p].spec.name, &parameters[p].value});
    for (std::size_t s = 0; s < optimizer.state()[p].size(); ++s) {
      tensors.push_back({fmt::format("optimizer/{}/{}", s, parameters[p].spec.name), &optimizer.state()[p][s]});
    }
  }
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (const auto* clocks = optimizer.clocks(p))
      tensors.push_back({fmt::format("optimizer/clocks/{}", parameters[p].spec.name), clocks});
  }
  auto rates = zeros<double>(1, optimizer.rates().size());
  std::copy(optimizer.rates().begin(), optimizer.rates().end(), rates.data());
  if (rates.size() > 0) tensors.push_back({"optimizer/rates", &rates});
  Json parts = Json::array();
  for (const auto& part : epoch_loss.parts()) parts.push_back({part.sum, part.rows});
  const Json state{{"epoch", epoch},
                   {"step", step},
                   {"position", position_now},
                   {"epoch_loss", parts},
                   {"last_epoch_loss", last_epoch_loss},
                   {"train_seconds", seconds_training()},
                   {"metrics_bytes", std::filesystem::file_size(run.metrics())}};
  std::filesystem::create_directories(run.checkpoint().parent_path());
  write_safetensors(run.checkpoint(), tensors, {{"state", state.dump()}});
  saved_ = std::chrono::steady_clock::now();
}

void Training::load_checkpoint() {
  if (!std::filesystem::exists(run.checkpoint())) {
    throw input_error(run.path().string(), "has no checkpoint to resume from", "start again with --overwrite");
  }
  const Safetensors file(run.checkpoint());
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    file.read(parameters[p].spec.name, parameters[p].value);
    for (std::size_t s = 0; s < optimizer.state()[p].size(); ++s) {
      file.read(fmt::format("optimizer/{}/{}", s, parameters[p].spec.name), optimizer.state()[p][s]);
    }
  }
  const Json state = Json::parse(file.metadata("state"));
  epoch = state["epoch"];
  step = state["step"];
  position = state["position"];
  for (const auto& part : state["epoch_loss"]) epoch_loss.parts().push_back({part[0], part[1]});
  last_epoch_loss = state["last_epoch_loss"];
  train_seconds = state["train_seconds"];
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (auto* clocks = optimizer.clocks(p))
      file.read(fmt::format("optimizer/clocks/{}", parameters[p].spec.name), *clocks);
  }
  auto rates = zeros<double>(1, file.has("optimizer/rates") ? file.shape("optimizer/rates").second : 0);
  if (rates.size() > 0) file.read("optimizer/rates", rates);
  optimizer.restore(step, {rates.data(), rates.data() + rates.size()});
  std::error_code ignored;  // metrics of steps after the checkpoint will be written again
  std::filesystem::resize_file(run.metrics(), state["metrics_bytes"].get<std::size_t>(), ignored);
}

}  // namespace rowgrad
