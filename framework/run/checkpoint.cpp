#include "run/checkpoint.hpp"

#include <fmt/format.h>

#include "config/config.hpp"
#include "core/error.hpp"
#include "run/content_hash.hpp"
#include "run/finite_check.hpp"
#include "run/shard_json.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t format = 2;  // of the state; version 0.1 wrote none
constexpr const char* rates_name = "optimizer/rates";

std::string slot_name(std::size_t slot, const std::string& parameter) {
  return fmt::format("optimizer/{}/{}", slot, parameter);
}
std::string clocks_name(const std::string& parameter) { return "optimizer/clocks/" + parameter; }
std::string best_name(const std::string& parameter) { return "best/" + parameter; }

Json loss_json(const LossMeter& loss) {
  Json parts = Json::array();
  for (const auto& part : loss.parts()) parts.push_back({part.sum, part.rows});
  return parts;
}

// JSON would turn −1 into 2⁶⁴ − 1. Throws Json::exception.
std::size_t count_of(const Json& json) {
  if (!json.is_number_unsigned()) throw Json::type_error::create(302, "expected a count", &json);
  return json.get<std::size_t>();
}

LossMeter loss_of(const Json& json) {
  std::vector<LossMeter::Part> parts;
  for (const Json& part : json) parts.push_back({part.at(0), count_of(part.at(1))});
  return LossMeter(std::move(parts));
}

Json place_json(const RunState& s, const CheckpointFacts& facts) {
  return {{"format", format},
          {"epoch", s.epoch},
          {"step", s.step},
          {"shards", shards_json(s.shards)},
          {"epoch_loss", loss_json(s.epoch_loss)},
          {"last_epoch_loss", s.last_epoch_loss},
          {"early_stopping",
           {{"waited", s.best.waited}, {"epoch", s.best.epoch}, {"loss", s.best.loss}, {"accuracy", s.best.accuracy}}},
          {"train_seconds", s.seconds},
          {"tokens", facts.tokens},
          {"metrics_bytes", facts.metrics_bytes},
          {"identity", {{"config", facts.identity.config}, {"files", facts.identity.files}}}};
}

CheckpointFacts facts_of(const Json& json) {
  CheckpointFacts facts{count_of(json.at("tokens")), count_of(json.at("metrics_bytes"))};
  if (json.contains("identity")) {
    const Json& identity = json["identity"];
    facts.identity.config = identity.at("config");
    facts.identity.files = identity.at("files").get<std::map<std::string, std::string>>();
  }
  return facts;
}

// What a state consists of, `clocks` and `rates` being copies in the form they are written in.
std::vector<NamedMatrix> tensors_of(const RunState& s, std::vector<Matrix<Id>>& clocks, Matrix<double>& rates) {
  std::vector<NamedMatrix> tensors;
  clocks.reserve(s.parameters.size());  // tensors only point to their values
  for (std::size_t p = 0; p < s.parameters.size(); ++p) {
    const std::string& name = s.parameters[p].spec.name;
    tensors.push_back({name, &s.parameters[p].value});
    for (std::size_t slot = 0; slot < s.optimizer.slots[p].size(); ++slot)
      tensors.push_back({slot_name(slot, name), &s.optimizer.slots[p][slot]});
    if (s.optimizer.clocks[p].rows.size() == 0) continue;
    clocks.push_back(s.optimizer.clocks[p].settled());
    tensors.push_back({clocks_name(name), &clocks.back()});
  }
  rates = zeros<double>(1, s.optimizer.rates.size());
  std::copy(s.optimizer.rates.begin(), s.optimizer.rates.end(), rates.data());
  if (rates.size() > 0) tensors.push_back({rates_name, &rates});
  for (std::size_t p = 0; p < s.best.parameters.size(); ++p)
    tensors.push_back({best_name(s.parameters[p].spec.name), &s.best.parameters[p]});
  return tensors;
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, const RunState& s, const CheckpointFacts& facts) {
  std::vector<Matrix<Id>> clocks;
  Matrix<double> rates;
  const std::vector<NamedMatrix> tensors = tensors_of(s, clocks, rates);
  Json place = place_json(s, facts);
  for (const NamedMatrix& tensor : tensors) place["checksums"][tensor.name] = content_hash(tensor.data, tensor.bytes);
  std::error_code ignored;  // a folder that is not there is told by the file that cannot be written
  std::filesystem::create_directories(file.parent_path(), ignored);
  const std::string text = place.dump();
  write_safetensors(file, tensors, {{"state", text}, {"checksum", content_hash(text.data(), text.size())}});
}

CheckpointFile::CheckpointFile(std::filesystem::path file) : path_(std::move(file)), file_(path_) {
  const std::string text = file_.metadata("state"), checksum = file_.metadata("checksum");
  if (!checksum.empty() && checksum != content_hash(text.data(), text.size()))
    throw damaged("its state has another checksum");
  try {
    place_ = parse_json(text, path_.string());  // not by Json::parse(): copying deep JSON takes a deep stack
  } catch (const Error&) {
    throw damaged("its state is not what training writes");
  }
  try {
    facts_ = facts_of(place_);
    if (place_.contains("format") && (checksum.empty() || place_["format"] != format || !place_.contains("checksums")))
      throw damaged("it is of another format");
  } catch (const Json::exception&) {
    throw damaged("it does not say where the run stands");
  }
}

CheckpointPosition CheckpointFile::position() const {
  try {
    return {count_of(place_.at("epoch")), count_of(place_.at("step")), place_.at("train_seconds")};
  } catch (const Json::exception&) {
    throw damaged("it does not say where the run stands");
  }
}

Error CheckpointFile::damaged(const std::string& what) const {
  return input_error(path_.string(), "is damaged: " + what, "put back a copy of it, or start again with --overwrite");
}

RunState CheckpointFile::read(RunState fresh, const StateLimits& limits) const {
  RunState state = std::move(fresh);
  try {
    read_place(state, limits.sharded);
  } catch (const Json::exception&) {
    throw damaged("it does not say where the run stands");
  }
  read_rates(state);
  read_matrices(state);
  if (const std::string what = impossible(state, limits); !what.empty()) throw damaged("it says " + what);
  return state;
}

void CheckpointFile::read_place(RunState& s, bool sharded) const {
  s.epoch = count_of(place_.at("epoch"));
  s.step = s.optimizer.steps = count_of(place_.at("step"));
  s.shards = place_.contains("shards") ? shards_of(place_["shards"]) : shards_of_0_1(place_.at("position"), sharded);
  s.epoch_loss = loss_of(place_.at("epoch_loss"));
  s.last_epoch_loss = place_.at("last_epoch_loss");
  const Json& best = place_.at("early_stopping");
  s.best = {count_of(best.at("epoch")), count_of(best.at("waited")), best.at("loss"), best.at("accuracy"), {}};
  s.seconds = place_.at("train_seconds");
}

void CheckpointFile::read_matrices(RunState& s) const {
  for (std::size_t p = 0; p < s.parameters.size(); ++p) {
    const std::string& name = s.parameters[p].spec.name;
    read_tensor(name, s.parameters[p].value);
    for (std::size_t slot = 0; slot < s.optimizer.slots[p].size(); ++slot)
      read_tensor(slot_name(slot, name), s.optimizer.slots[p][slot]);
    if (s.optimizer.clocks[p].rows.size() > 0) read_tensor(clocks_name(name), s.optimizer.clocks[p].rows);
    if (s.best.epoch == 0) continue;
    s.best.parameters.push_back(s.parameters[p].value);
    read_tensor(best_name(name), s.best.parameters.back());
  }
}

void CheckpointFile::read_rates(RunState& s) const {
  if (!file_.has(rates_name)) return;
  const auto [one, count] = file_.shape(rates_name);
  if (one != 1 || count > s.step) throw damaged(fmt::format("it has {} learning rates of {} steps", count, s.step));
  auto rates = zeros<double>(1, count);
  read_tensor(rates_name, rates);
  s.optimizer.rates.assign(rates.data(), rates.data() + rates.size());
}

template <class T>
void CheckpointFile::read_tensor(const std::string& name, Matrix<T>& value) const {
  file_.read(name, value);
  if (place_.contains("checksums")) {
    const Json& checksums = place_["checksums"];
    if (!checksums.contains(name) || checksums[name] != content_hash(value.data(), value.size() * sizeof(T)))
      throw damaged(fmt::format("\"{}\" has another checksum", name));
  }
  if constexpr (std::is_floating_point_v<T>) require_finite(path_, name, value);
}

Checkpoint read_checkpoint(const std::filesystem::path& file, RunState fresh, bool sharded) {
  const CheckpointFile checkpoint(file);
  return {checkpoint.read(std::move(fresh), {sharded}), checkpoint.facts()};
}

}  // namespace rowgrad
