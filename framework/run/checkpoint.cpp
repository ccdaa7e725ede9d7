#include "run/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "comm/together.hpp"
#include "config/config.hpp"
#include "core/error.hpp"
#include "graph/sharding.hpp"
#include "io/shared_safetensors.hpp"
#include "run/checksums.hpp"
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
std::vector<NamedMatrix> tensors_of(const RunState& s, const Communicator& communicator,
                                    std::vector<Matrix<Id>>& clocks, Matrix<double>& rates) {
  std::vector<NamedMatrix> tensors;
  const auto add = [&](const Parameter<float>& of, std::string name, const auto& value) {
    tensors.push_back(named_rows(std::move(name), value, of, communicator));
  };
  clocks.reserve(s.parameters.size());  // tensors only point to their values
  for (std::size_t p = 0; p < s.parameters.size(); ++p) {
    const Parameter<float>& parameter = s.parameters[p];
    const std::string& name = parameter.spec.name;
    add(parameter, name, parameter.value);
    for (std::size_t slot = 0; slot < s.optimizer.slots[p].size(); ++slot)
      add(parameter, slot_name(slot, name), s.optimizer.slots[p][slot]);
    if (columns(s.optimizer.clocks[p].rows) == 0) continue;
    clocks.push_back(s.optimizer.clocks[p].settled());
    add(parameter, clocks_name(name), clocks.back());
  }
  rates = zeros<double>(1, s.optimizer.rates.size());
  std::copy(s.optimizer.rates.begin(), s.optimizer.rates.end(), rates.data());
  if (rates.size() > 0) tensors.push_back({rates_name, &rates});
  for (std::size_t p = 0; p < s.best.parameters.size(); ++p)
    add(s.parameters[p], best_name(s.parameters[p].spec.name), s.best.parameters[p]);
  return tensors;
}

// By tensor, of what this rank writes.
Json own_checksums(const std::vector<NamedMatrix>& tensors, const Communicator& communicator) {
  Json sums = Json::object();
  for (const NamedMatrix& tensor : tensors) {
    if (tensor.is_part || communicator.first()) sums[tensor.name] = checksum_of(tensor);
  }
  return sums;
}

// Those of tables that are dealt out, put together from all ranks' lists; on the first rank.
Json all_checksums(Json own, Communicator& communicator) {
  const std::string text = own.dump();
  const auto texts = communicator.gather(std::span<const char>(text));
  for (std::size_t r = 1; communicator.first() && r < texts.size(); ++r) {
    const Json of_rank = Json::parse(texts[r]);
    for (const auto& [name, parts] : of_rank.items()) own[name].insert(own[name].end(), parts.begin(), parts.end());
  }
  return own;
}

void make_folder_of(const std::filesystem::path& file) {
  std::error_code ignored;  // a folder that is not there is told by the file that cannot be written
  std::filesystem::create_directories(file.parent_path(), ignored);
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, const RunState& s, const CheckpointFacts& facts,
                      Communicator& communicator) {
  std::vector<Matrix<Id>> clocks;
  Matrix<double> rates;
  std::vector<NamedMatrix> tensors;
  Json place = together(communicator, [&] {
    tensors = tensors_of(s, communicator, clocks, rates);
    Json json = place_json(s, facts);
    json["checksums"] = own_checksums(tensors, communicator);
    return json;
  });
  if (std::ranges::any_of(tensors, &NamedMatrix::is_part))
    place["checksums"] = all_checksums(std::move(place["checksums"]), communicator);
  const std::string text = place.dump();
  const std::map<std::string, std::string> metadata{{"state", text},
                                                    {"checksum", content_hash(text.data(), text.size())}};
  if (communicator.first()) make_folder_of(file);
  write_shared_safetensors(file, tensors, metadata, communicator);
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
    auto& [spec, value, first] = s.parameters[p];
    read_tensor(spec.name, value, first, spec.rows);
    for (std::size_t slot = 0; slot < s.optimizer.slots[p].size(); ++slot)
      read_tensor(slot_name(slot, spec.name), s.optimizer.slots[p][slot], first, spec.rows);
    if (Matrix<Id>& clocks = s.optimizer.clocks[p].rows; columns(clocks) > 0)
      read_tensor(clocks_name(spec.name), clocks, first, spec.rows);
    if (s.best.epoch == 0) continue;
    s.best.parameters.push_back(zeros<float>(rows(value), columns(value)));
    read_tensor(best_name(spec.name), s.best.parameters.back(), first, spec.rows);
  }
}

void CheckpointFile::read_rates(RunState& s) const {
  if (!file_.has(rates_name)) return;
  const auto [one, count] = file_.shape(rates_name);
  if (one != 1 || count > s.step) throw damaged(fmt::format("it has {} learning rates of {} steps", count, s.step));
  auto rates = zeros<double>(1, count);
  read_tensor(rates_name, rates, 0, 1);
  s.optimizer.rates.assign(rates.data(), rates.data() + rates.size());
}

template <class T>
void CheckpointFile::read_tensor(const std::string& name, Matrix<T>& value, std::size_t first_row,
                                 std::size_t all_rows) const {
  if (place_.contains("checksums")) {
    const Json& sums = place_["checksums"];
    const Json sum = sums.contains(name) ? sums[name] : Json();
    if (!read_checked(file_, name, value, first_row, all_rows, sum))
      throw damaged(fmt::format("\"{}\" has another checksum", name));
  } else {
    file_.read(name, value, first_row, all_rows);
  }
  if constexpr (std::is_floating_point_v<T>) require_finite(path_, name, value);
}

Checkpoint read_checkpoint(const std::filesystem::path& file, RunState fresh, bool sharded) {
  const CheckpointFile checkpoint(file);
  return {checkpoint.read(std::move(fresh), {sharded}), checkpoint.facts()};
}

}  // namespace rowgrad
