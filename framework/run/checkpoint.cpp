#include "run/checkpoint.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/safetensors.hpp"
#include "run/shard_json.hpp"

namespace rowgrad {
namespace {

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

LossMeter loss_of(const Json& json) {
  std::vector<LossMeter::Part> parts;
  for (const Json& part : json) parts.push_back({part.at(0), part.at(1)});
  return LossMeter(std::move(parts));
}

Json place_json(const RunState& s, const CheckpointFacts& facts) {
  return {{"epoch", s.epoch},
          {"step", s.step},
          {"shards", shards_json(s.shards)},
          {"epoch_loss", loss_json(s.epoch_loss)},
          {"last_epoch_loss", s.last_epoch_loss},
          {"early_stopping",
           {{"waited", s.best.waited}, {"epoch", s.best.epoch}, {"loss", s.best.loss}, {"accuracy", s.best.accuracy}}},
          {"train_seconds", s.seconds},
          {"tokens", facts.tokens},
          {"metrics_bytes", facts.metrics_bytes}};
}

void read_place(const Json& json, bool sharded, Checkpoint& checkpoint) {
  RunState& s = checkpoint.state;
  s.epoch = json.at("epoch");
  s.step = s.optimizer.steps = json.at("step");
  s.shards = json.contains("shards") ? shards_of(json["shards"]) : shards_of_0_1(json.at("position"), sharded);
  s.epoch_loss = loss_of(json.at("epoch_loss"));
  s.last_epoch_loss = json.at("last_epoch_loss");
  const Json& best = json.at("early_stopping");
  s.best = {best.at("epoch"), best.at("waited"), best.at("loss"), best.at("accuracy"), {}};
  s.seconds = json.at("train_seconds");
  checkpoint.facts = {json.at("tokens"), json.at("metrics_bytes")};
}

void read_matrices(const Safetensors& file, RunState& s) {
  for (std::size_t p = 0; p < s.parameters.size(); ++p) {
    const std::string& name = s.parameters[p].spec.name;
    file.read(name, s.parameters[p].value);
    for (std::size_t slot = 0; slot < s.optimizer.slots[p].size(); ++slot)
      file.read(slot_name(slot, name), s.optimizer.slots[p][slot]);
    if (s.optimizer.clocks[p].rows.size() > 0) file.read(clocks_name(name), s.optimizer.clocks[p].rows);
    if (s.best.epoch > 0 && file.has(best_name(name))) {
      s.best.parameters.push_back(s.parameters[p].value);
      file.read(best_name(name), s.best.parameters.back());
    }
  }
  auto rates = zeros<double>(1, file.has("optimizer/rates") ? file.shape("optimizer/rates").second : 0);
  if (rates.size() > 0) file.read("optimizer/rates", rates);
  s.optimizer.rates.assign(rates.data(), rates.data() + rates.size());
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, const RunState& s, const CheckpointFacts& facts) {
  std::vector<NamedMatrix> tensors;
  std::vector<Matrix<Id>> clocks;  // tensors only point to their values
  clocks.reserve(s.parameters.size());
  for (std::size_t p = 0; p < s.parameters.size(); ++p) {
    const std::string& name = s.parameters[p].spec.name;
    tensors.push_back({name, &s.parameters[p].value});
    for (std::size_t slot = 0; slot < s.optimizer.slots[p].size(); ++slot)
      tensors.push_back({slot_name(slot, name), &s.optimizer.slots[p][slot]});
    if (s.optimizer.clocks[p].rows.size() == 0) continue;
    clocks.push_back(s.optimizer.clocks[p].settled());
    tensors.push_back({clocks_name(name), &clocks.back()});
  }
  auto rates = zeros<double>(1, s.optimizer.rates.size());
  std::copy(s.optimizer.rates.begin(), s.optimizer.rates.end(), rates.data());
  if (rates.size() > 0) tensors.push_back({"optimizer/rates", &rates});
  for (std::size_t p = 0; p < s.best.parameters.size(); ++p)
    tensors.push_back({best_name(s.parameters[p].spec.name), &s.best.parameters[p]});
  std::error_code ignored;  // a folder that is not there is told by the file that cannot be written
  std::filesystem::create_directories(file.parent_path(), ignored);
  write_safetensors(file, tensors, {{"state", place_json(s, facts).dump()}});
}

Checkpoint read_checkpoint(const std::filesystem::path& path, RunState fresh, bool sharded) {
  const Safetensors file(path);
  Checkpoint checkpoint{std::move(fresh), {}};
  try {
    read_place(Json::parse(file.metadata("state")), sharded, checkpoint);
  } catch (const Json::exception&) {
    throw input_error(path.string(), "is damaged: it does not say where the run stands",
                      "start again with --overwrite");
  }
  read_matrices(file, checkpoint.state);
  return checkpoint;
}

}  // namespace rowgrad
