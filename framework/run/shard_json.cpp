#include "run/shard_json.hpp"

namespace rowgrad {
namespace {

using Status = ShardPosition::Status;

// JSON would turn −1 into 2⁶⁴ − 1.
std::uint64_t place_of(const Json& json) {
  if (!json.is_number_unsigned()) throw Json::type_error::create(302, "expected a place in the data", &json);
  return json.get<std::uint64_t>();
}

ShardPosition shard_of(const Json& json) {
  if (json.is_null()) return {Status::waiting, {}};
  if (json == true) return {Status::done, {}};
  if (json.is_number()) return {Status::under_way, {place_of(json)}};
  if (!json.is_array()) throw Json::type_error::create(302, "expected a list", &json);
  PassPosition at;
  for (const Json& number : json) at.push_back(place_of(number));
  return {Status::under_way, std::move(at)};
}

}  // namespace

Json shards_json(const std::vector<ShardPosition>& shards) {
  Json list = Json::array();
  for (const ShardPosition& shard : shards) {
    if (shard.status == Status::under_way)
      list.push_back(shard.at);
    else
      list.push_back(shard.status == Status::done ? Json(true) : Json());
  }
  return list;
}

std::vector<ShardPosition> shards_of(const Json& json) {
  if (!json.is_array()) throw Json::type_error::create(302, "expected a list", &json);
  std::vector<ShardPosition> shards;
  for (const Json& shard : json) shards.push_back(shard_of(shard));
  return shards;
}

std::vector<ShardPosition> shards_of_0_1(const Json& json, bool sharded) {
  if (json.is_null()) return {};
  if (sharded) return shards_of(json);
  return {shard_of(json)};
}

}  // namespace rowgrad
