#include "graph/pulled_rows.hpp"

#include <algorithm>
#include <numeric>

#include "comm/counts.hpp"
#include "core/parallel.hpp"

namespace rowgrad {
namespace {

std::vector<std::size_t> times(std::vector<std::size_t> counts, std::size_t factor) {
  for (std::size_t& n : counts) n *= factor;
  return counts;
}

}  // namespace

PulledRows::PulledRows(const Graph& graph, Communicator& communicator)
    : communicator_(communicator),
      group_of_(graph.parameters().size()),
      reads_(rows_read(graph)),
      fetched_(graph.parameters().size()) {
  if (communicator.alone()) return;
  for (TableGroup& tables : sharded_groups(graph)) {
    for (const std::size_t p : tables.parameters) group_of_[p] = groups_.size();
    const std::size_t rows = graph.parameters()[tables.parameters[0]].rows;
    groups_.push_back({std::move(tables), rows});
  }
}

void PulledRows::pull(std::span<Batch> batches, const Parameters<float>& parameters, const Asked& asked) {
  for (Group& group : groups_) {
    for (Batch& batch : batches) {
      batch.places.resize(batch.ids.size());
      for (const std::size_t input : group.tables.inputs) batch.places[input].clear();
    }
    number(group, batches);
    ask(group);
    for (const std::size_t p : group.tables.parameters) {
      if (asked) asked(p, asked_of(group, p, batches));
      fetch(group, p, parameters[p].value);
    }
  }
}

// Gives the ids that batches look up places in ascending order: rows then arrive, rank by rank, where they belong.
void PulledRows::number(Group& group, std::span<Batch> batches) {
  slots_.clear();
  slot_of_.clear();
  for (const Batch& batch : batches) {
    for (const std::size_t input : group.tables.inputs) {
      for (const Id id : batch.ids[input]) slot_of_.push_back(slots_.find_or_add(id).slot);
    }
  }
  const auto found = slots_.ids();
  std::vector<Id> by_place(found.size()), place(found.size());  // slots, and by slot
  std::iota(by_place.begin(), by_place.end(), Id{0});
  std::ranges::sort(by_place, {}, [&](Id slot) { return found[slot]; });
  group.ids.resize(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    group.ids[i] = found[by_place[i]];
    place[by_place[i]] = static_cast<Id>(i);
  }
  auto slot = slot_of_.begin();
  for (Batch& batch : batches) {
    for (const std::size_t input : group.tables.inputs) {
      for (std::size_t i = 0; i < batch.ids[input].size(); ++i) batch.places[input].push_back(place[*slot++]);
    }
  }
}

void PulledRows::ask(Group& group) {
  const int ranks = communicator_.size();
  const std::vector<std::size_t> ones(static_cast<std::size_t>(ranks), 1);
  group.wanted_n.assign(ones.size(), 0);
  group.asked_n.assign(ones.size(), 0);
  auto next = group.ids.begin();
  for (int r = 0; r < ranks; ++r) {
    const auto end = std::lower_bound(next, group.ids.end(), share_of(group.rows, r, ranks).last);
    group.wanted_n[static_cast<std::size_t>(r)] = static_cast<std::size_t>(end - next);
    next = end;
  }
  communicator_.exchange(std::span<const std::size_t>(group.wanted_n), ones, std::span<std::size_t>(group.asked_n),
                         ones);
  group.asked.resize(sum_of(group.asked_n));
  communicator_.exchange(std::span<const Id>(group.ids), group.wanted_n, std::span<Id>(group.asked), group.asked_n);
  const auto first = static_cast<Id>(share_of(group.rows, communicator_).first);
  for (Id& id : group.asked) id -= first;
}

// The owners are told which of the ids that they have been asked for are this table's, unless all are.
std::vector<Id> PulledRows::asked_of(const Group& group, std::size_t p, std::span<const Batch> batches) {
  const std::vector<std::size_t>& inputs = reads_[p].inputs;
  if (inputs.size() == group.tables.inputs.size()) return group.asked;
  std::vector<char> wanted(group.ids.size(), 0), is_asked(group.asked.size());
  for (const Batch& batch : batches) {
    for (const std::size_t input : inputs) {
      for (const Id place : batch.places[input]) wanted[place] = 1;
    }
  }
  communicator_.exchange(std::span<const char>(wanted), group.wanted_n, std::span<char>(is_asked), group.asked_n);
  std::vector<Id> own;
  for (std::size_t i = 0; i < is_asked.size(); ++i) {
    if (is_asked[i] != 0) own.push_back(group.asked[i]);
  }
  return own;
}

void PulledRows::fetch(const Group& group, std::size_t p, const Matrix<float>& own) {
  const std::size_t d = columns(own);
  out_.resize(group.asked.size() * d);
  parallel_for(group.asked.size(), block_rows(4 * d), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) std::copy_n(row(own, group.asked[i]), d, out_.data() + i * d);
  });
  Matrix<float>& rows_here = fetched_[p];
  resize(rows_here, group.ids.size(), d);
  communicator_.exchange(std::span<const float>(out_), times(group.asked_n, d),
                         std::span<float>(rows_here.data(), rows_here.size()), times(group.wanted_n, d));
}

void PulledRows::InPlace::swap() {
  for (const Group& group : pulled_.groups_) {
    for (const std::size_t p : group.tables.parameters) std::swap(parameters_[p].value, pulled_.fetched_[p]);
  }
}

}  // namespace rowgrad
