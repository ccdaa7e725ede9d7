#include "session/memory.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "core/error.hpp"
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

// Bytes of whole tables (graph/pulled_rows.hpp).
double fetched_by_evaluation(const Graph& graph, const Communicator& communicator) {
  if (communicator.alone()) return 0.0;
  double elements = 0.0;
  for (const TableGroup& group : sharded_groups(graph)) {
    for (const std::size_t p : group.parameters) {
      const ParameterSpec& spec = graph.parameters()[p];
      if (group.evaluation_reads_all) elements += static_cast<double>(spec.rows) * static_cast<double>(spec.columns);
    }
  }
  return sizeof(float) * elements;
}

std::string gigabytes(double bytes) { return fmt::format("{:.3g} GB", bytes / 1e9); }

}  // namespace

MemoryNeed memory_need(const Experiment& experiment, const Communicator& communicator) {
  const std::vector<ParameterSpec> specs = own_specs(experiment.graph, communicator);
  const UpdateRule& rule = *experiment.spec.rule;
  const auto groups = assign_groups(rule.options, specs, experiment.spec.where / "optimizer");
  MemoryNeed need;
  for (std::size_t p = 0; p < specs.size(); ++p) {
    const auto rows = static_cast<double>(specs[p].rows), columns = static_cast<double>(specs[p].columns);
    need.parameters += sizeof(float) * rows * columns;
    const RowMode mode = row_mode(rule, groups[p]);
    if (mode == RowMode::frozen) continue;
    const double per_row = static_cast<double>(rule.slots()) * (rule.state_per_row() ? 1.0 : columns);
    const double clocks = mode == RowMode::exact ? 2.0 : mode == RowMode::counted ? 1.0 : 0.0;
    need.optimizer += rows * (sizeof(float) * per_row + sizeof(Id) * clocks);
  }
  if (experiment.spec.engine->options.patience > 0) need.best_epoch = need.parameters;
  need.parameters += fetched_by_evaluation(experiment.graph, communicator);
  return need;
}

double memory_left() { return std::min({machine_left(), control_group_limit(), address_space_left()}); }

void require_memory(const Experiment& experiment, const Communicator& communicator) {
  const MemoryNeed need = memory_need(experiment, communicator);
  const double left = memory_left();
  if (need.total() <= left) return;
  constexpr double address_space = 1.4e14;  // 2^47: what a 64-bit processor gives a process
  const std::string what = fmt::format(
      "the model needs {} (parameters {}, optimizer {}, best epoch {}), but {} are left", gigabytes(need.total()),
      gigabytes(need.parameters), gigabytes(need.optimizer), gigabytes(need.best_epoch), gigabytes(left));
  const std::string remedy = "make its sizes or the vocabulary (data.min_count) smaller";
  throw need.total() > address_space ? input_error("/model", what, remedy) : run_error("memory", what, remedy);
}

}  // namespace rowgrad
