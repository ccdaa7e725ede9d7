#include "train/training.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>

#include "io/safetensors.hpp"
#include "train/evaluate.hpp"

namespace rowgrad {

std::atomic<int> pending_signal = 0;

Training::Training(Experiment& e, const RunDirectory& r, Progress& progress)
    : experiment(e),
      run(r),
      parameters(initialise<float>(e.graph().parameters(), e.random().stream("init"))),
      optimizer(e.rule(), e.graph().parameters(), e.config().where / "optimizer"),
      early_stopping(e.engine().options.patience, e.engine().options.best_by),
      progress_(progress) {}

double Training::fraction_done(double epoch_progress) const {
  const auto epochs = static_cast<double>(experiment.engine().options.epochs);
  return std::min(1.0, (static_cast<double>(epoch) + epoch_progress) / epochs);
}

double Training::learning_rate(double epoch_progress) const {
  return experiment.rule().lr() * experiment.schedule().factor(step, fraction_done(epoch_progress));
}

void Training::start() {
  started_ = saved_ = std::chrono::steady_clock::now();
  progress_.start(static_cast<double>(experiment.engine().options.epochs * experiment.task().tokens(Split::train)));
}

void Training::append_metrics(const Json& line) {
  std::ofstream file(run.metrics(), std::ios::app);
  file << line.dump() << "\n";
  file.flush();
  if (!file) throw run_error(run.metrics().string(), "cannot be written", "free space, then continue with --resume");
}

void Training::log(const char* split, double loss, double lr, std::size_t rows_touched) {
  append_metrics(
      {{"step", step}, {"epoch", epoch}, {"split", split}, {"loss", loss}, {"lr", lr}, {"rows_touched", rows_touched}});
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
  const double loss = epoch_loss.mean();
  if (!std::isfinite(loss)) {
    throw run_error(run.path().string(), fmt::format("the loss is {} at step {}", loss, step), "lower optimizer.lr");
  }
  if (!progress_.due()) return;
  progress_.update(fraction_done(epoch_progress), epoch + 1, experiment.engine().options.epochs, loss);
}

void Training::report_end() {
  progress_.update(1.0, epoch, experiment.engine().options.epochs, last_epoch_loss);
  progress_.finish();
}

void Training::require_finite() const {
  for (const auto& p : parameters) {
    if (std::all_of(p.value.data(), p.value.data() + p.value.size(), [](float x) { return std::isfinite(x); }))
      continue;
    throw run_error(run.path().string(), fmt::format("\"{}\" is no longer finite after step {}", p.spec.name, step),
                    "lower optimizer.lr");
  }
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
  if (!experiment.task().has(Split::dev)) return;
  optimizer.catch_up_all(parameters);
  const Metrics dev =
      evaluate(experiment.graph(), parameters, experiment.task(), Split::dev, experiment.random().stream("dev"));
  log("dev", dev);
  early_stopping.observe(epoch, dev, parameters);
}

std::size_t Training::metrics_size() const {
  std::error_code missing;
  const auto bytes = std::filesystem::file_size(run.metrics(), missing);
  return missing ? 0 : bytes;
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
  early_stopping.append(tensors, parameters);
  Json parts = Json::array();
  for (const auto& part : epoch_loss.parts()) parts.push_back({part.sum, part.rows});
  const Json state{{"epoch", epoch},
                   {"step", step},
                   {"position", position_now},
                   {"epoch_loss", parts},
                   {"last_epoch_loss", last_epoch_loss},
                   {"early_stopping", early_stopping.state()},
                   {"train_seconds", seconds_training()},
                   {"tokens", experiment.task().tokens(Split::train)},
                   {"metrics_bytes", metrics_size()}};
  std::error_code ignored;  // a folder that is not there is told by the file that cannot be written
  std::filesystem::create_directories(run.checkpoint().parent_path(), ignored);
  write_safetensors(run.checkpoint(), tensors, {{"state", state.dump()}});
  saved_ = std::chrono::steady_clock::now();
}

void Training::load_checkpoint() {
  const std::string where = run.checkpoint().string();
  std::error_code ignored;
  if (!std::filesystem::exists(where, ignored)) {
    throw input_error(run.path().string(), "has no checkpoint to resume from", "start again with --overwrite");
  }
  const Safetensors file(where);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    file.read(parameters[p].spec.name, parameters[p].value);
    for (std::size_t s = 0; s < optimizer.state()[p].size(); ++s) {
      file.read(fmt::format("optimizer/{}/{}", s, parameters[p].spec.name), optimizer.state()[p][s]);
    }
  }
  try {
    const Json state = Json::parse(file.metadata("state"));
    restore_state(state);
    early_stopping.load(state.at("early_stopping"), file, parameters);
  } catch (const Json::exception&) {
    throw input_error(where, "is damaged: it does not say where the run stands", "start again with --overwrite");
  }
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (auto* clocks = optimizer.clocks(p))
      file.read(fmt::format("optimizer/clocks/{}", parameters[p].spec.name), *clocks);
  }
  auto rates = zeros<double>(1, file.has("optimizer/rates") ? file.shape("optimizer/rates").second : 0);
  if (rates.size() > 0) file.read("optimizer/rates", rates);
  optimizer.restore(step, {rates.data(), rates.data() + rates.size()});
}

void Training::restore_state(const Json& state) {
  const std::size_t tokens = state.at("tokens"), found = experiment.task().tokens(Split::train);
  if (tokens != found) {
    throw input_error(
        run.path().string(),
        fmt::format("the training data has changed: the run began with {} tokens, found {}", tokens, found),
        "restore the data, or start a new run with --init-from");
  }
  epoch = state.at("epoch");
  step = state.at("step");
  position = state.at("position");
  for (const auto& part : state.at("epoch_loss")) epoch_loss.parts().push_back({part.at(0), part.at(1)});
  last_epoch_loss = state.at("last_epoch_loss");
  train_seconds = state.at("train_seconds");
  const std::size_t bytes = state.at("metrics_bytes");
  std::error_code ignored;  // metrics of steps after the checkpoint will be written again
  if (metrics_size() > bytes) std::filesystem::resize_file(run.metrics(), bytes, ignored);
}

}  // namespace rowgrad
