#include "session/memory.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "core/error.hpp"
#include "graph/rows_read.hpp"
#include "graph/sharding.hpp"
#include "optim/groups.hpp"
#include "optim/row_mode.hpp"

namespace rowgrad {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

// The lines of /proc/meminfo are "MemAvailable:   12345 kB".
double machine_left() {
  std::ifstream file("/proc/meminfo");
  double bytes = 0.0;
  bool known = false;
  for (std::string name, unit; file >> name;) {
    double kilobytes = 0.0;
    file >> kilobytes;
    std::getline(file, unit);
    if (name != "MemAvailable:" && name != "SwapFree:") continue;
    bytes += 1024.0 * kilobytes;
    known = known || name == "MemAvailable:";
  }
  return known ? bytes : unlimited;
}

// A container sees its own limit at the root of the hierarchy; "max" or no file: none.
double control_group_limit() {
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    double bytes = 0.0;
    if (std::ifstream(path) >> bytes) return bytes;
  }
  return unlimited;
}

double address_space_left() {
  rlimit limit = {};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  double pages = 0.0;
  std::ifstream("/proc/self/statm") >> pages;
  return std::max(0.0, static_cast<double>(limit.rlim_cur) - pages * static_cast<double>(::sysconf(_SC_PAGESIZE)));
}

std::string gigabytes(double bytes) { return fmt::format("{:.3g} GB", bytes / 1e9); }

}  // namespace

namespace {

// Further copies of a parameter, and of what the optimizer keeps for it, that a process has for being one of several.
struct Copies {
  double parameter = 0.0, optimizer = 0.0;
};

// Among ranks that merge, what all agreed on last. Among those that share a step's slots out
// (engine/rank_gradients.hpp), for a matrix that is read as a whole: the gradients of the own slots, what is sent and
// received of them, and the sum. Of rows that are looked up there are few.
Copies copies_among_ranks(const Experiment& experiment, const RowsRead& reads, const Communicator& communicator) {
  const Engine& engine = *experiment.spec.engine;
  if (communicator.alone()) return {};
  if (!engine.keeps_steps_in_order()) return {1.0, 1.0};
  if (!reads.all && !reads.inputs.empty()) return {};
  const auto slots = static_cast<double>(engine.slots()), ranks = static_cast<double>(communicator.size());
  const auto own = static_cast<double>(share_of(engine.slots(), communicator).count());
  constexpr double spare = 1.25;  // of GradientExchange's buffers
  return {own + spare * (own + (slots + 1.0) / ranks + 1.0) + 1.0, 0.0};
}

}  // namespace

MemoryNeed memory_need(const Experiment& experiment, const Communicator& communicator) {
  const std::vector<ParameterSpec> specs = own_specs(experiment.graph, communicator);
  const UpdateRule& rule = *experiment.spec.rule;
  const auto groups = assign_groups(rule.options, specs, experiment.spec.where / "optimizer");
  const std::vector<RowsRead> reads = rows_read(experiment.graph);
  MemoryNeed need;
  for (std::size_t p = 0; p < specs.size(); ++p) {
    const auto rows = static_cast<double>(specs[p].rows), columns = static_cast<double>(specs[p].columns);
    const double weights = sizeof(float) * rows * columns;
    need.parameters += weights;
    const RowMode mode = row_mode(rule, groups[p]);
    if (mode == RowMode::frozen) continue;
    const double per_row = static_cast<double>(rule.slots()) * (rule.state_per_row() ? 1.0 : columns);
    const double clocks = mode == RowMode::exact ? 2.0 : mode == RowMode::counted ? 1.0 : 0.0;
    const double state = rows * (sizeof(float) * per_row + sizeof(Id) * clocks);
    need.optimizer += state;
    if (mode == RowMode::lazy || mode == RowMode::counted) need.later += state;
    const Copies copies = copies_among_ranks(experiment, reads[p], communicator);
    need.ranks += copies.parameter * weights + copies.optimizer * state;
  }
  if (experiment.spec.engine->options.patience > 0) need.best_epoch = need.parameters;
  return need;
}

namespace {

// By all who share the machine.
double shared_left() { return std::min(machine_left(), control_group_limit()); }

std::string in_words(const MemoryNeed& need) {
  std::string parts = fmt::format("parameters {}, optimizer {}, best epoch {}", gigabytes(need.parameters),
                                  gigabytes(need.optimizer), gigabytes(need.best_epoch));
  if (need.ranks > 0.0) parts += ", work with other ranks " + gigabytes(need.ranks);
  return fmt::format("{} ({})", gigabytes(need.total()), parts);
}

}  // namespace

double memory_left() { return std::min(shared_left(), address_space_left()); }

void require_memory(const Experiment& experiment, const Communicator& communicator) {
  const MemoryNeed need = memory_need(experiment, communicator);
  const double left = memory_left(), ranks = static_cast<double>(communicator.ranks_here());
  const double at_once = ranks * (need.total() - need.later), left_to_all = shared_left();
  const std::string remedy = "make its sizes or the vocabulary (data.min_count) smaller";
  constexpr double address_space = 1.4e14;  // 2^47: what a 64-bit processor gives a process
  const std::string what = fmt::format("the model needs {}, but {} are left", in_words(need), gigabytes(left));
  if (need.total() > address_space) throw input_error("/model", what, remedy);
  if (need.total() > left) throw run_error("memory", what, remedy);
  if (at_once <= left_to_all) return;
  throw run_error("memory",
                  fmt::format("the model needs {} in each of {} ranks here, but {} are left", in_words(need), ranks,
                              gigabytes(left_to_all)),
                  remedy + ", or start fewer ranks on a machine");
}

}  // namespace rowgrad
